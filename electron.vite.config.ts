import { resolve } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import { bundledPackages } from './scripts/app/bundled.mjs'

const at = (path: string): string => resolve(import.meta.dirname, path)
const alias = { '@contract': at('src-preload/contract') }

/** Three builds into out/: main (window, terminal, llama host), preload, renderer. */
export default defineConfig({
  main: {
    resolve: { alias },
    build: {
      externalizeDeps: { exclude: bundledPackages },
      rolldownOptions: {
        input: {
          desktop: at('src-main/desktop/main.ts'),
          cli: at('src-main/cli/main.ts'),
          'llama-host': at('src-main/generation/embedded/host.ts')
        },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js'
        }
      }
    }
  },
  preload: {
    resolve: { alias },
    build: {
      // A sandboxed preload can require almost nothing, so zod goes into the file, and the file is CommonJS.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('src-preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' }
      }
    }
  },
  renderer: {
    root: at('src-renderer'),
    resolve: { alias },
    build: {
      outDir: at('out/renderer'),
      // Fonts inlined as `data:` addresses would be refused by the content security policy.
      assetsInlineLimit: 0,
      rolldownOptions: { input: at('src-renderer/index.html') }
    },
    plugins: [react(), tailwindcss()]
  }
})
