import ts from "typescript";
import { expect, test } from "vitest";
import { inProject } from "../../scripts/support/project.js";

const path = inProject("src", "index.ts");

/** The root entry as the compiler sees it. */
function compileRoot(): { file: ts.SourceFile; checker: ts.TypeChecker } {
  const read = ts.readConfigFile(inProject("tsconfig.build.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, inProject());
  const program = ts.createProgram([path], options);
  const file = program.getSourceFile(path);
  if (file === undefined) throw new Error("src/index.ts is missing");
  return { file, checker: program.getTypeChecker() };
}

const { file, checker } = compileRoot();

test("the root entry is a list of explicit names: no code, no export *", () => {
  const others = file.statements.filter((statement) => {
    const named = ts.isExportDeclaration(statement) && statement.exportClause !== undefined;
    return !named || !ts.isNamedExports(statement.exportClause) || statement.moduleSpecifier === undefined;
  });
  expect(others.map((statement) => statement.getText(file))).toEqual([]);
  expect(file.statements.length).toBeGreaterThan(0);
});

test("every export of the root entry has a docblock", () => {
  const root = checker.getSymbolAtLocation(file);
  if (root === undefined) throw new Error("src/index.ts exports nothing");
  const undocumented = checker.getExportsOfModule(root).flatMap((name) => {
    const symbol = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
    if (symbol.getDocumentationComment(checker).length > 0) return [];
    const where = symbol.declarations?.[0]?.getSourceFile().fileName.replace(inProject(), "");
    return [`${name.name} (${where ?? "not found"}): say in one sentence what it is`];
  });
  expect(undocumented).toEqual([]);
});
