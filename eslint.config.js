import js from '@eslint/js'
import { defineConfig } from 'eslint/config'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const noSyncIpc = [
  {
    selector: "MemberExpression[property.name='sendSync']",
    message: 'Synchronous IPC freezes the window. Add a call to the contract.'
  },
  {
    selector: "AssignmentExpression[left.property.name='returnValue']",
    message: 'Synchronous IPC freezes the window. Answer through a call of the contract.'
  }
]
const noBridge = {
  selector:
    "MemberExpression[property.name='understudy'][object.name=/^(window|globalThis|self)$/]",
  message: 'Only src-renderer/bridge.ts speaks to the preload. Import its typed client.'
}
const noRawIpc = {
  selector: 'Identifier[name=/^(ipcMain|ipcRenderer)$/]',
  message:
    'Raw IPC lives in src-main/desktop/bridge.ts and src-preload/index.ts. Add a call to the contract.'
}
const noElectron = {
  name: 'electron',
  message: 'Only src-main/desktop knows Electron: everything else also runs in the terminal.'
}

export default defineConfig(
  {
    ignores: [
      '.cache/**',
      'out/',
      'dist/',
      'bench-results/',
      'screenshots/',
      'resources/fetched/',
      'python-env/',
      'tests/fixtures/**/*.{js,cjs,mjs}'
    ]
  },
  {
    // Rules hold everywhere: a comment cannot turn one off.
    linterOptions: { noInlineConfig: true },
    rules: { 'max-lines': ['error', 300] }
  },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname }
    },
    rules: {
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      // Interfaces ask for promises where one implementation has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', ...noSyncIpc, noRawIpc],
      'no-restricted-imports': ['error', { paths: [noElectron] }]
    }
  },
  {
    files: ['src-renderer/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      'react-hooks/exhaustive-deps': 'error',
      // About libraries that React Compiler cannot memoise; it is not used here.
      'react-hooks/incompatible-library': 'off',
      'no-restricted-syntax': ['error', ...noSyncIpc, noRawIpc, noBridge]
    }
  },
  {
    files: ['src-main/desktop/**/*.ts', 'src-preload/index.ts'],
    rules: { 'no-restricted-imports': 'off' }
  },
  {
    files: ['src-main/desktop/bridge.ts', 'src-preload/index.ts', 'src-renderer/bridge.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noSyncIpc] }
  },
  {
    // Components and tests declare functions whose types are plain from where they are used.
    files: ['src-renderer/**/*.tsx', 'tests/**/*.{ts,tsx}'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' }
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', module: 'writable' } },
    // TypeScript checks names in scripts (tsconfig.node.json, checkJs).
    rules: { 'no-undef': 'off' }
  }
)
