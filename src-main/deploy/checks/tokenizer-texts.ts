/**
 * What a GGUF file and the tokenizer that it came of are both asked to read. Pre-tokenizers go wrong
 * at the seams: digits, runs of spaces, apostrophes, scripts without spaces, signs beyond the basic
 * plane. A converter that takes the wrong one makes a file that answers well and counts badly.
 */
export const TOKENIZER_TEXTS: readonly string[] = [
  ..."The quick brown fox jumps over the lazy dog.|Hello, world!|I can’t, you’re, they’ll, we’d, it’s.|DON'T, I'LL, he'd|hello|Hello|HELLO| hello|hello |Mr. Smith (of Oak St.) left at 5 p.m.|well-known, twenty-one, re-enter|“Quoted,” she said; ‘once’ more…|A sentence. Another one? A third!|e.g. i.e. etc. vs. No. 5|iPhone, eBay, McDonald, O’Neill|antidisestablishmentarianism|aaaaaaaaaaaaaaaaaaaaaaaa|abababababababab|the the the the|Zzz".split(
    '|'
  ),
  ...'0|7|42|123|1234|12345|123456789|1234567890123|3.14159|1,234,567.89|-17|+4|1e-9|0x1F|0b1010|50%|$9.99|€1.234,56|1/2|½ and ¾|2026-11-21|14:05:59|v1.2.3|10th, 21st|IV, XIV|1 2 3|1  2|a1b2c3|3D|007|00|1_000'.split(
    '|'
  ),
  ...[1, 2, 3, 4, 5, 8, 13].flatMap((count) => {
    const gap = ' '.repeat(count)
    return [`a${gap}b`, `a${gap}123`, `${gap}start`, `end${gap}`]
  }),
  ...['\n', '\n\n', '\n\n\n', '\t', '\t\t', '\r\n', ' \n ', '\n\t', '\u00a0', '\u2003'].flatMap(
    (gap) => [`a${gap}b`, `${gap}x`, `x${gap}`]
  ),
  ...'naïve café résumé|Zürich, Ångström, Œuvre|cafe\u0301 (two signs)|¿Qué? ¡Hola!|Straße, GROẞ|żółć, čeština, magyarországi|Привет, как дела?|Καλημέρα κόσμε|שלום עולם|مرحبا بالعالم|नमस्ते दुनिया|สวัสดีชาวโลก|東京は日本の首都です。|你好，世界！|안녕하세요 세계|Tiếng Việt|ﬁ ligature ﬂ|ⅣⅤ ①② ™ © ®|😀|👍🏽|👩‍👩‍👧‍👦|🇫🇷🇯🇵|😀😀😀 a😀b|∀x∈ℝ: ∃y ≥ x²|α+β=γ|→ ← ↔ ⇒|𝔘𝔫𝔦𝔠𝔬𝔡𝔢|\u200bzero width\u200b|a\u00adsoft|\ufeffmark'.split(
    '|'
  ),
  ...[
    'def f(x):\n    return x * 2\n',
    'for (let i = 0; i < 10; i++) {\n\tconsole.log(`${i}`)\n}',
    'if (a && b || !c) { d?.e ??= f }',
    'x = {"key": [1, 2.5, null, true]}',
    'SELECT * FROM "t" WHERE id = 1; -- done',
    '<div class="a">&amp; &lt;b&gt;</div>',
    '# Title\n\n- one\n- two\n  - nested\n\n1. first\n2. second',
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '**bold** _it_ `code` ~~no~~ [link](https://example.org/a?b=c&d=e#f)',
    'https://example.org/path/to/page_1.html?q=a%20b',
    'someone@example.org',
    'C:\\Users\\Name\\file.txt',
    '/usr/local/bin/tool --flag=value',
    '$x^2 + \\frac{1}{2}$',
    '/* comment */ // another',
    '\\n \\t \\\\',
    '!!! ??? ... --- *** ###',
    '()[]{}<>',
    '"\'`´',
    '@#$%^&*_+=|~',
    '----------------',
    '================',
    '. . . .',
    ',,,,',
    'a.b.c.d',
    'snake_case_name camelCaseName PascalCase kebab-case SCREAMING_CASE',
    'foo(bar)baz[0]',
    'a=b==c===d',
    'x->y::z',
    '<tag>',
    '</tag>',
    '<|not_a_token|>',
    '[INST] text [/INST]',
    '<s>',
    '### Instruction:\nDo it.\n\n### Response:\n',
    '[PERSONA=calm] [TONE=dry] [DOMAIN=code]',
    'User: hi\nAssistant: hello',
    '{{ name }} {% for x in y %}',
    'Once upon a time there was a persona, a topic and three drafts; the best of them was chosen.',
    'Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt.',
    'word '.repeat(40).trim(),
    '12 '.repeat(20).trim(),
    'a\n'.repeat(10),
    'MiXeD cAsE wOrDs',
    ''
  ]
]
