import { expect, test } from "vitest";
import { type Kept, KeyTable } from "../../../src/states/memory/key-table.ts";

class Item implements Kept {
  usedAt = 0;
  idle = false;
  isIdle(): boolean {
    return this.idle;
  }
}

test("new keys push out those that are idle, so that memory follows what is in use", () => {
  const table = new KeyTable<Item>(1_000);
  for (let index = 0; index < 10_000; index += 1) {
    const item = new Item();
    item.idle = true;
    table.set(`key ${index}`, item, index);
  }
  expect(table.size).toBeLessThan(10);
});

test("above the most, what was used lately stays and what was not goes", () => {
  const table = new KeyTable<Item>(100);
  table.set("hot", new Item(), 0);
  for (let index = 1; index < 10_000; index += 1) {
    table.set(`key ${index}`, new Item(), index);
    const newest = table.get(`key ${index}`, index);
    expect(newest).toBeDefined();
    expect(table.get("hot", index), `after ${index} others`).toBeDefined();
  }
  expect(table.size).toBe(100);
});

test("a value in place of another makes nobody go", () => {
  const table = new KeyTable<Item>(2);
  table.set("a", new Item(), 0);
  table.set("b", new Item(), 0);
  const other = new Item();
  table.set("a", other, 1);
  expect([table.get("a", 1), table.size]).toEqual([other, 2]);
  table.delete("a");
  expect(table.get("a", 1)).toBeUndefined();
});
