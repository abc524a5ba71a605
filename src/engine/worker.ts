/** The worker's entry: the engine behind Comlink, its errors as plain data (structured clone drops their fields). */
import { expose } from "comlink";
import { toErrorData } from "../errors";
import { createEngine } from "./engine";

const engine = createEngine();

expose(
  new Proxy(engine, {
    get(target, name) {
      const method = Reflect.get(target, name) as unknown;
      if (typeof method !== "function") return method;
      return async (...args: unknown[]) => {
        try {
          return await method.apply(target, args);
        } catch (error) {
          throw { aisle: toErrorData(error, "ENGINE_CRASHED") };
        }
      };
    },
  }),
);
