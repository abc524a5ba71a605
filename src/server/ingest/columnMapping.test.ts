import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import cases from "./cases/mapping.json";
import {
  type ColumnMapping,
  columnsUnknown,
  mapColumns,
  parseMapping,
  proposeMapping,
  writeMapping,
} from "./columnMapping";
import { sniffDelimited } from "./delimitedShape";

describe("columns by their names", () => {
  it.each(cases.named.map((one) => [one.name, one] as const))("%s", (_, { columns, asked = {}, mapping }) => {
    expect(mapColumns(columns, asked as ColumnMapping)).toEqual(mapping);
  });

  it("asked for and missing are an error that lists what there is", () => {
    expect(() => mapColumns(["a", "b"], { user: "c" })).toThrowError(/no column "c" for user\. The columns are a, b/);
  });
});

describe("a proposal from the values", () => {
  it.each(cases.proposed.map((one) => [one.name, one] as const))("%s", (_, { columns, rows, mapping }) => {
    expect(proposeMapping({ columns, rows })).toEqual(mapping);
  });

  it("never throws, and names every column at most once", () => {
    const sample = fc
      .tuple(
        fc.array(fc.string(), { maxLength: 6 }),
        fc.array(fc.array(fc.string(), { maxLength: 6 }), { maxLength: 6 }),
      )
      .map(([columns, rows]) => ({ columns: columns.map((name, i) => `${i}${name}`), rows }));
    fc.assert(
      fc.property(sample, (given) => {
        const used = Object.values(proposeMapping(given));
        expect(new Set(used).size).toBe(used.length);
        expect(used.every((column) => given.columns.includes(column as string))).toBe(true);
        expect(columnsUnknown("f", {}, given)).toBeInstanceOf(AisleError);
      }),
    );
  });
});

describe("--map", () => {
  it("is read as it is written", () => {
    const mapping = { user: "Customer ID", item: "SKU=new", time: "#3", price: "" };
    expect(parseMapping("user=Customer ID, item=SKU=new,time=#3,price=")).toEqual(mapping);
    expect(writeMapping({ user: "Kunde", item: "Artikel Nr", time: "it's" })).toBe(
      `'user=Kunde,item=Artikel Nr,time=it'\\''s'`,
    );
    for (const wrong of ["CustomerID", "=x", "shopper=x", "user"]) {
      expect(() => parseMapping(wrong)).toThrowError(expect.objectContaining({ code: "OPTIONS_INVALID" }));
    }
  });
});

describe("sniffDelimited", () => {
  it.each([
    ["a,b\n1,2\n3,4\n", ",", ["a", "b"], true],
    ["a;b;c\n1,5;2;3\n", ";", ["a", "b", "c"], true],
    ["a\tb, c\n1\t2\n", "\t", ["a", "b, c"], true],
    ["a|b\n1|2\n", "|", ["a", "b"], true],
    ["196\t242\t3\n186\t302\t3\n", "\t", ["column1", "column2", "column3"], false],
    ["id,id,ID\n1,2,3\n", ",", ["id", "id_2", "ID_3"], true],
    ["a,,c\n1,2,3\n", ",", ["a", "column2", "c"], true],
  ])("%j", (head, delimiter, columns, header) => {
    expect(sniffDelimited(head)).toMatchObject({ delimiter, columns, header });
  });

  it("takes any text", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (head) => {
        const { columns } = sniffDelimited(head);
        expect(new Set(columns.map((name) => name.toLowerCase())).size).toBe(columns.length);
      }),
    );
  });
});
