const namesMax = 10_000;

/** A memory of the latest, for what may be forgotten. */
export function createRecent<V>() {
  const values = new Map<string, V>();
  return {
    get: (name: string): V | null => values.get(name) ?? null,
    has: (name: string): boolean => values.has(name),
    forget: (name: string): boolean => values.delete(name),
    keep(name: string, value: V): void {
      values.delete(name);
      values.set(name, value);
      const [oldest] = values.keys();
      if (values.size > namesMax && oldest !== undefined) values.delete(oldest);
    },
  };
}

export type Recent<V> = ReturnType<typeof createRecent<V>>;
