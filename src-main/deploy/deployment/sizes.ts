import type { DeployPlan } from '@contract/deployments'
import type { Model, Quantization } from '@contract/models'
import type { Models } from '../../models/models'
import { sizeOnDisk } from '../../models/size'
import { ExportQuantization } from '../export-input'
import { findGguf } from './export-steps'
import type { Subject } from './start'

/**
 * Bits a weight takes, about; the parts of a model that do not divide well are larger, which counts
 * more in small models. Source: llama.cpp, `tools/quantize/README.md`, and the starter model.
 */
const BITS: Readonly<Record<Quantization, number>> = {
  F16: 16,
  Q8_0: 8.5,
  Q6_K: 6.6,
  Q5_K_M: 5.7,
  Q4_K_M: 4.9,
  Q4_1: 5.8
}

const NOTES: Readonly<Record<ExportQuantization, string>> = {
  Q4_K_M: 'Small and fast, a little less exact. Right for most.',
  Q5_K_M: 'A little larger, a little more exact.',
  Q6_K: 'Hardly to be told from the original.',
  Q8_0: 'As good as the original, at half its size.',
  F16: 'Every weight as it was trained. The largest.'
}

/** Every quantization with its size: of the file where it is there, estimated from the base elsewhere. */
export async function quantizationSizes(
  models: Pick<Models, 'get' | 'list'>,
  subject: Subject
): Promise<DeployPlan['quantizations']> {
  const wanted = Object.keys(NOTES).map((name) => ExportQuantization.parse(name))
  if (subject.modelId !== null) {
    const { sizeBytes } = await models.get(subject.modelId)
    return wanted
      .filter((quantization) => quantization === subject.quantization)
      .map((quantization) => ({ quantization, sizeBytes, note: NOTES[quantization] }))
  }
  const all = await models.list()
  const f16 = await f16Bytes(all, subject)
  return wanted.map((quantization) => {
    const { adapterId } = subject
    const made = adapterId === null ? null : findGguf(all, { adapterId, quantization })
    return {
      quantization,
      sizeBytes: made?.sizeBytes ?? Math.round((f16 * BITS[quantization]) / BITS.F16),
      note: NOTES[quantization]
    }
  })
}

/** Bytes of a model with two bytes a weight, by what its base takes. */
async function f16Bytes(all: readonly Model[], { baseModelId }: Subject): Promise<number> {
  const base = all.find(({ id }) => id === baseModelId)
  if (!base) return 0
  const bytes = (await sizeOnDisk(base.path)) ?? base.sizeBytes
  return base.quantization === null ? bytes : (bytes * BITS.F16) / BITS[base.quantization]
}
