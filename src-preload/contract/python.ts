import { z } from 'zod'
import { Id, Nothing } from './common'

/** What a job that builds the environment goes through, in order; each repairs what it finds missing. */
export const PythonCheckName = z.enum(['uv', 'interpreter', 'torch', 'packages', 'probe'])
export type PythonCheckName = z.infer<typeof PythonCheckName>

export const PythonCheck = z.object({
  name: PythonCheckName,
  title: z.string(),
  state: z.enum(['ok', 'missing', 'failed', 'waiting']),
  detail: z.string()
})
export type PythonCheck = z.infer<typeof PythonCheck>

/** What `python -m trainer probe` prints. */
export const PythonProbe = z.object({
  python: z.string(),
  torch: z.string(),
  transformers: z.string(),
  peft: z.string(),
  device: z.enum(['cpu', 'mps', 'cuda']),
  deviceName: z.string(),
  memoryMb: z.number(),
  /** Matrix products a second in bf16 over those in fp32; above 1, bf16 is faster here. */
  bf16Speedup: z.number(),
  fourBit: z.boolean()
})
export type PythonProbe = z.infer<typeof PythonProbe>

export const PythonStatus = z.object({
  state: z.enum(['absent', 'building', 'ready', 'broken']),
  path: z.string(),
  checks: z.array(PythonCheck),
  probe: PythonProbe.nullable()
})
export type PythonStatus = z.infer<typeof PythonStatus>

export const pythonCalls = {
  'python.status': { input: Nothing, output: PythonStatus },
  /** Builds the environment, or repairs whatever check fails. Runs the checks again when all is well. */
  'python.build': { input: Nothing, output: z.object({ jobId: Id }) }
}
