/**
 * Who may import whom. A feature folder may use the base, and features that stand on a lower step
 * of this ladder; those on one step do not know each other.
 */
const base = ['database', 'jobs', 'processes', 'settings']
const engines = ['generation', 'python']
const ladder = [
  ['personas'],
  ['topics'],
  ['drafts'],
  ['rankings'],
  ['library'],
  ['datasets'],
  ['training'],
  ['models'],
  ['deploy', 'hub', 'evaluation', 'home', 'sample', 'server']
]
/** An engine knows no feature; features from this step upwards may use it. */
const usableFrom = { generation: 'topics', python: 'training' }

const faces = ['desktop', 'cli']
const room = (...names) => `^src-main/(${names.join('|')})/`
const stepOf = (feature) => ladder.findIndex((step) => step.includes(feature))
const features = ladder.flat()

const upwards = features.map((feature) => {
  const step = stepOf(feature)
  const above = features.filter((other) => other !== feature && stepOf(other) >= step)
  const engineOutOfReach = engines.filter((engine) => stepOf(usableFrom[engine]) > step)
  const refused = [...above, ...engineOutOfReach]
  return {
    name: `${feature}-looks-down`,
    comment: `${feature} may not know ${refused.join(', ')}: data walks one way (see the ladder).`,
    severity: 'error',
    from: { path: room(feature) },
    to: { path: room(...refused, 'none') }
  }
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that import each other are one subject, or one of them is in the wrong place.',
      severity: 'error',
      from: {},
      to: { circular: true }
    },
    {
      name: 'contract-imports-only-zod',
      severity: 'error',
      from: { path: '^src-preload/contract/' },
      to: { pathNot: ['^src-preload/contract/', '^node_modules/zod/'] }
    },
    {
      name: 'preload-imports-contract-and-electron',
      severity: 'error',
      from: { path: '^src-preload/index\\.ts$' },
      to: { pathNot: ['^src-preload/contract/', '^node_modules/electron/'] }
    },
    {
      name: 'renderer-knows-only-the-contract',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: ['^src-main/', '^src-preload/index'] }
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { dependencyTypes: ['core'] }
    },
    {
      name: 'renderer-features-are-apart',
      comment: 'What two screens share belongs into ui/ or app/.',
      severity: 'error',
      from: { path: '^src-renderer/features/([^/]+)/' },
      to: { path: '^src-renderer/features/', pathNot: '^src-renderer/features/$1/' }
    },
    {
      name: 'ui-knows-no-feature',
      severity: 'error',
      from: { path: '^src-renderer/ui/' },
      to: { path: '^src-renderer/(app|features)/' }
    },
    {
      name: 'main-knows-no-renderer',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: ['^src-renderer/', '^src-preload/index'] }
    },
    {
      name: 'electron-only-in-desktop',
      severity: 'error',
      from: { path: '^src-', pathNot: ['^src-main/desktop/', '^src-preload/index'] },
      to: { path: '^node_modules/electron/' }
    },
    {
      name: 'base-knows-no-feature',
      severity: 'error',
      from: { path: room(...base) },
      to: { path: room(...features, ...engines, ...faces) }
    },
    {
      name: 'engines-know-no-feature',
      severity: 'error',
      from: { path: '^src-main/(' + engines.join('|') + ')/' },
      to: { path: room(...features, ...engines, ...faces), pathNot: '^src-main/$1/' }
    },
    {
      name: 'composition-stays-at-the-edge',
      comment: 'Only the faces build the app; nobody below reaches up to app.ts.',
      severity: 'error',
      from: { path: '^src-main/', pathNot: [room(...faces), '^src-main/app\\.ts$'] },
      to: { path: ['^src-main/app\\.ts$', room(...faces)] }
    },
    {
      name: 'faces-use-the-app',
      comment: 'desktop and cli see app.ts, files beside it and the contract, never a service.',
      severity: 'error',
      from: { path: '^src-main/(' + faces.join('|') + ')/' },
      to: { path: '^src-main/[^/]+/', pathNot: '^src-main/$1/' }
    },
    {
      name: 'every-folder-has-a-step',
      comment: 'A new folder in src-main gets its place in the ladder of this file first.',
      severity: 'error',
      from: { path: '^src-main/[^/]+/', pathNot: room(...base, ...engines, ...features, ...faces) },
      to: {}
    },
    ...upwards,
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: { path: '^(src-|scripts/)' },
      to: { path: '^tests/' }
    },
    {
      name: 'dependencies-are-declared',
      severity: 'error',
      from: { path: '^(src-|scripts/|tests/)', pathNot: '^scripts/prepare/default-app/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }
    },
    {
      name: 'main-ships-its-dependencies',
      comment:
        'A devDependency is not in the packaged app. The window and the preload are bundled.',
      severity: 'error',
      from: { path: '^src-main/' },
      to: {
        dependencyTypes: ['npm-dev'],
        dependencyTypesNot: ['type-only'],
        pathNot: '^node_modules/electron/'
      }
    },
    {
      name: 'imports-resolve',
      comment: 'hast and mdast are types alone, which only the compiler finds.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(hast|mdast)$' }
    }
  ],
  options: {
    doNotFollow: { path: '^node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css']
    }
  }
}
