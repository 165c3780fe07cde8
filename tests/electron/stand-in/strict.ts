/**
 * Wraps a part of the stand-in so that whatever it does not have throws when it is asked for. Without it a member that the
 * app begins to use would be undefined, and tests could pass by never reaching it.
 */
export function strict<T extends object>(name: string, part: T): T {
  return new Proxy(part, {
    get(target, key, receiver): unknown {
      if (Reflect.has(target, key) || typeof key === 'symbol' || key === 'then') {
        return Reflect.get(target, key, receiver);
      }
      throw new Error(`“${name}.${key}” is not part of the stand-in for Electron.`);
    },
  });
}

/** A class whose instances are wrapped like that, too. Inside of its own code they are as they are. */
export function strictClass<Class extends new (...args: never) => object>(
  name: string,
  made: Class,
): Class {
  return new Proxy(strict(name, made), {
    construct: (target, args): object => strict(name, new target(...(args as never))),
  });
}
