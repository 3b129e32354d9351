/** Makes an object whose methods named in `overrides` are those, and the others the original's. */
export function withOverrides<T extends object>(original: T, overrides: Partial<T>): T {
  return new Proxy(original, {
    get(target, key) {
      const value: unknown = Reflect.get(Reflect.has(overrides, key) ? overrides : target, key);
      return typeof value === 'function'
        ? (...given: unknown[]): unknown => Reflect.apply(value, target, given)
        : value;
    },
  });
}

/** Lets every asynchronous method of a port go through `around`. Its plain values and `sync` methods stay as they are. */
export function fenced<T extends object>(
  port: T,
  sync: readonly (keyof T)[],
  around: (method: string, run: () => Promise<unknown>) => Promise<unknown>,
): T {
  return new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || (sync as readonly PropertyKey[]).includes(key)) return value;
      return (...given: unknown[]) => around(String(key), async () => Reflect.apply(value, target, given) as unknown);
    },
  });
}
