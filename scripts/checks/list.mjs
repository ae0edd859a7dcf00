import { at, projectNode, root } from '../places.mjs'
import { devTool } from '../prepare/dev-python.mjs'

const isTerminal = String(process.stdout.isTTY === true)

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {string} cwd
 * @property {string} [fix] what repairs it without thinking
 */

/**
 * @param {string} name
 * @param {string} program path below node_modules
 * @param {string[]} args
 * @param {string} [fix]
 * @returns {Check}
 */
const node = (name, program, args, fix) => ({
  name,
  command: projectNode,
  args: [at('node_modules', program), ...args],
  cwd: root,
  fix
})

/** Longest first: two run at a time. */
export const nodeChecks = [
  node('lint', 'eslint/bin/eslint.js', ['.', '--max-warnings', '0']),
  node('types: node', 'typescript/bin/tsc', ['-p', 'tsconfig.node.json', '--pretty', isTerminal]),
  node('types: web', 'typescript/bin/tsc', ['-p', 'tsconfig.web.json', '--pretty', isTerminal]),
  node('types: e2e', 'typescript/bin/tsc', ['-p', 'tsconfig.e2e.json', '--pretty', isTerminal]),
  node('import rules', 'dependency-cruiser/bin/dependency-cruiser.mjs', [
    'src-main',
    'src-preload',
    'src-renderer',
    'scripts',
    'tests',
    '--config',
    '.dependency-cruiser.cjs'
  ]),
  node('dead code', 'knip/bin/knip.js', ['--no-progress']),
  node('format', 'prettier/bin/prettier.cjs', ['--check', '.'], 'npm run format')
]

const pythonFolders = ['python-env', 'tests/python', 'tests/bench', 'scripts']

/** @type {Check[]} */
export const pythonChecks = [
  {
    name: 'types: Python',
    command: devTool('mypy'),
    args: ['trainer', '../tests/python', '../scripts/prepare/unpack.py'],
    cwd: at('python-env')
  },
  {
    name: 'lint: Python',
    command: devTool('ruff'),
    args: ['check', ...pythonFolders],
    cwd: root
  },
  {
    name: 'format: Python',
    command: devTool('ruff'),
    args: ['format', '--check', ...pythonFolders],
    cwd: root,
    fix: 'npm run format'
  }
]
