import fc from 'fast-check';

/** Variables that the tests take for ours. */
export const OWNED = [
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_CUSTOM_HEADERS',
] as const;

/** White space in any odd shape that strict JSON allows. */
const space = fc
  .array(fc.constantFrom(' ', '\t', '\n', '\r\n'), { maxLength: 3 })
  .map((a) => a.join(''));

/** A string token with random escapes: `\u0041` and `A` are the same text in other bytes. */
const stringToken = fc
  .array(fc.tuple(fc.string({ unit: 'binary', maxLength: 1 }), fc.boolean()), { maxLength: 6 })
  .map(
    (parts) =>
      `"${parts
        .map(([character, escape]) =>
          escape
            ? [...Array(character.length).keys()]
                .map((i) => `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`)
                .join('')
            : JSON.stringify(character).slice(1, -1),
        )
        .join('')}"`,
  );

const scalar = fc.oneof(
  stringToken,
  fc.constantFrom('null', 'true', '0', '-1.5e3', '"ünïcode"', '[]', '{ }', '[1, {"a":\t2}]'),
);

function objectOf(entries: fc.Arbitrary<[string, string][]>): fc.Arbitrary<string> {
  return fc.tuple(entries, fc.infiniteStream(space)).map(([list, spaces]) => {
    const next = () => spaces.next().value ?? '';
    const body = list
      .map(([key, value]) => `${next()}${key}${next()}:${next()}${value}`)
      .join(`${next()},`);
    return `{${body}${next()}}`;
  });
}

const ownedKey = fc.constantFrom(...OWNED.map((name) => JSON.stringify(name)));
const env = objectOf(fc.array(fc.tuple(fc.oneof(stringToken, ownedKey), scalar), { maxLength: 6 }));
/** Any settings text that strict JSON allows: odd spacing, escapes, duplicates, a byte-order mark. */
export const document = fc
  .tuple(
    objectOf(
      fc.array(
        fc.oneof(
          fc.tuple(stringToken, scalar),
          fc.tuple(fc.constant('"env"'), fc.oneof(env, fc.constant('null'))),
          fc.tuple(fc.constant('"permissions"'), fc.constant('{"allow":["Bash(ls:*)"],"deny":[]}')),
        ),
        { maxLength: 5 },
      ),
    ),
    fc.boolean(),
    space,
  )
  .map(([text, bom, tail]) => `${bom ? '\ufeff' : ''}${text}${tail}`);
