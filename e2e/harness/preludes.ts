/** What runs before the engine in its worker, or before the shop's own scripts on its page: spies and broken browsers. */

/** Counts every touch of a storage API in `globalThis.touched`. */
export const SPY_ON_STORAGE = `
globalThis.touched = [];
{
  const spy = (owner, name, label) => {
    const original = owner?.[name];
    if (typeof original !== "function") return;
    Object.defineProperty(owner, name, { configurable: true, writable: true, value(...args) {
      globalThis.touched.push(label);
      return original.apply(this, args);
    } });
  };
  for (const name of ["open", "deleteDatabase", "databases"]) spy(IDBFactory.prototype, name, "indexedDB." + name);
  if (globalThis.CacheStorage) for (const name of ["open", "match", "has", "keys", "delete"]) spy(CacheStorage.prototype, name, "caches." + name);
  if (globalThis.Storage) for (const name of ["getItem", "setItem", "removeItem", "clear", "key"]) spy(Storage.prototype, name, "Storage." + name);
  if (globalThis.StorageManager) spy(StorageManager.prototype, "getDirectory", "OPFS");
  if (globalThis.Document) {
    const cookie = Object.getOwnPropertyDescriptor(Document.prototype, "cookie");
    Object.defineProperty(Document.prototype, "cookie", { configurable: true,
      get() { globalThis.touched.push("cookie"); return cookie.get.call(this); },
      set(value) { globalThis.touched.push("cookie"); cookie.set.call(this, value); } });
  }
}`;

/** Counts the vectors that this worker writes, one per text embedded, in \`globalThis.embedded\`. */
export const COUNT_EMBEDDED = `
globalThis.embedded = 0;
const put = IDBObjectStore.prototype.put;
IDBObjectStore.prototype.put = function (...args) {
  if (this.name === "vectors") globalThis.embedded++;
  return put.apply(this, args);
};`;

export const DENY_INDEXED_DB = `
Object.defineProperty(IDBFactory.prototype, "open", { value() { throw new DOMException("denied", "SecurityError"); } });`;

export const NO_INDEXED_DB = `Object.defineProperty(globalThis, "indexedDB", { value: undefined });`;

/** IndexedDB that opens and never answers. */
export const SILENT_INDEXED_DB = `
IDBFactory.prototype.open = function () { return new EventTarget(); };`;

/** Once \`globalThis.full\` is set every write of a shopper's behaviour, and of anything else, finds no room. */
export const FULL_ON_DEMAND = `
for (const name of ["add", "put"]) {
  const original = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...args) {
    if (globalThis.full) throw new DOMException("full", "QuotaExceededError");
    return original.apply(this, args);
  };
}
const putInCache = Cache.prototype.put;
Cache.prototype.put = function (...args) {
  if (globalThis.full) return Promise.reject(new DOMException("full", "QuotaExceededError"));
  return putInCache.apply(this, args);
};`;

export const NO_LOCKS = `Object.defineProperty(Navigator.prototype, "locks", { value: undefined });
if (globalThis.WorkerNavigator) Object.defineProperty(WorkerNavigator.prototype, "locks", { value: undefined });`;

export const NO_BROADCAST_CHANNEL = `Object.defineProperty(globalThis, "BroadcastChannel", { value: undefined });`;

export const NO_CACHES = `Object.defineProperty(globalThis, "caches", { value: undefined });`;

/** A worker that dies of an error of its own when it is sent \`"die"\`. */
export const MORTAL = `
addEventListener("message", (event) => {
  if (event.data === "die") setTimeout(() => { throw new Error("killed by the test"); });
});`;
