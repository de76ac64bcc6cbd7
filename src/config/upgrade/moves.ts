import type { ConfigPosition, YamlPath } from "../problem.ts";
import type { RawConfig } from "../raw-config.ts";

/** The sections of a config whose entries an old form writes elsewhere. */
export type MovedSection = "models" | "backends" | "providers";

interface Place {
  readonly path: YamlPath;
  /** What stands for the key: the name in `- name: gpt-4`. */
  readonly key?: YamlPath;
}

/** Where the parts of the new form stand in the file as it was written. */
export class Moves {
  readonly #sections = new Map<unknown, MovedSection>();
  readonly #entries = new Map<unknown, Map<unknown, Place>>();

  /** All of a section stands under another name. */
  section(section: MovedSection, writtenAs: MovedSection): void {
    this.#sections.set(section, writtenAs);
  }

  /** One entry of a section stands elsewhere, and what is its name now at `key`. */
  entry(section: MovedSection, name: string, place: Place): void {
    const entries = this.#entries.get(section) ?? new Map<unknown, Place>();
    this.#entries.set(section, entries.set(name, place));
  }

  /** The path at which a part of the new form was written. */
  origin(path: YamlPath): YamlPath {
    const [section, ...rest] = path;
    const moved = this.#sections.get(section);
    if (moved !== undefined) return this.origin([moved, ...rest]);
    const place = this.#entries.get(section)?.get(rest[0]);
    if (place === undefined) return path;
    const written = [...place.path, ...rest.slice(1)];
    return place.path[0] === section ? written : this.origin(written);
  }

  /** Where a part of the new form was written. */
  locate(raw: RawConfig, path: YamlPath, part?: "key" | "value"): ConfigPosition | undefined {
    const key = part === "key" && path.length === 2 ? this.#keyOf(path) : undefined;
    return key === undefined ? raw.locate(this.origin(path), part) : raw.locate(key, "value");
  }

  #keyOf([section, name]: YamlPath): YamlPath | undefined {
    const moved = this.#sections.get(section);
    if (moved !== undefined) return this.#keyOf([moved, ...(name === undefined ? [] : [name])]);
    const place = this.#entries.get(section)?.get(name);
    return place === undefined || place.path[0] === section ? place?.key : this.#keyOf(place.path);
  }
}
