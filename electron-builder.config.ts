import path from 'node:path'
import type { Configuration } from 'electron-builder'
import { bundledPackages } from './scripts/app/bundled.mjs'
import { electronDist, officialElectron } from './scripts/dist/electron.mjs'

const onMac = process.platform === 'darwin'

/**
 * The packaged app. Linux: a folder that runs, built and opened by the tests. macOS: dmg and zip for
 * Apple silicon, signed and notarized when the environment names a certificate and a key.
 */
const config: Configuration = {
  appId: 'org.understudy.desktop',
  productName: 'Understudy',
  copyright: 'MIT License',
  directories: { output: 'dist', buildResources: 'resources/package' },
  ...(officialElectron() ? {} : electronDist()),
  // The native modules are Node-API and fit as they are.
  npmRebuild: false,
  files: [
    'out/**',
    'package.json',
    '!**/*.map',
    '!out/built',
    // A note of `scripts/prepare` on what the module was built from.
    '!node_modules/better-sqlite3/build/Release/*.key',
    '!**/{test,tests,__tests__,example,examples,docs,.github}/**',
    '!**/*.{d.ts,d.mts,d.cts,ts,tsbuildinfo}',
    ...bundledPackages.map((name) => `!node_modules/${name}/**`),
    // Sources and tools to build these two; only what was built runs.
    '!node_modules/better-sqlite3/{deps,src}/**',
    '!node_modules/node-llama-cpp/llama/**',
    'node_modules/node-llama-cpp/llama/*.json',
    '!node_modules/node-llama-cpp/templates/**'
  ],
  // Native code is loaded by the system, which cannot look into an archive.
  asarUnpack: [
    'node_modules/better-sqlite3/{build,prebuilds}/**',
    'node_modules/node-llama-cpp/bins/**',
    'node_modules/@node-llama-cpp/**'
  ],
  extraResources: [
    { from: 'resources/sample', to: 'resources/sample' },
    { from: 'resources/fetched', to: 'resources/fetched' },
    {
      from: 'python-env',
      to: 'python-env',
      filter: [
        'trainer/**/*.py',
        'trainer/**/*.txt',
        'pyproject.toml',
        'requirements*.txt',
        '!requirements-dev.txt'
      ]
    }
  ],
  electronFuses: {
    // On Linux the embedded engine tries its library in a forked process first, and that needs it.
    runAsNode: !onMac,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false
  },
  afterPack: path.join(import.meta.dirname, 'scripts', 'dist', 'after-pack.mjs'),
  fileAssociations: [
    {
      ext: 'understudy',
      name: 'Understudy project',
      role: 'Editor',
      isPackage: true,
      mimeType: 'application/x-understudy-project'
    }
  ],
  mac: {
    category: 'public.app-category.productivity',
    target: [
      { target: 'dmg', arch: 'arm64' },
      { target: 'zip', arch: 'arm64' }
    ],
    icon: 'resources/package/icon.png',
    minimumSystemVersion: '13.0',
    hardenedRuntime: true,
    gatekeeperAssess: false,
    entitlements: 'resources/package/entitlements.mac.plist',
    entitlementsInherit: 'resources/package/entitlements.mac.plist',
    // The key is in the environment of whoever may release; without it the app is only signed.
    notarize: process.env['APPLE_API_KEY'] !== undefined,
    darkModeSupport: true
  },
  dmg: { title: 'Understudy ${version}' },
  linux: { target: 'dir', icon: 'resources/package/icon.png', category: 'Office' },
  artifactName: '${productName}-${version}-${arch}.${ext}',
  publish: null
}

export default config
