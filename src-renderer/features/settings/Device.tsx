import type { PythonProbe } from '@contract/python'
import { Section } from '../../ui/Page'

/** What the import test found out about this machine. */
export const Device = ({ probe }: { probe: PythonProbe }) => (
  <Section title="What it trains on" className="mt-6">
    <dl className="kv mt-3">
      <dt>Device</dt>
      <dd>
        {probe.deviceName}, {devices[probe.device]}
      </dd>
      <dt>Memory</dt>
      <dd>{(probe.memoryMb / 1024).toFixed(1)} GB</dd>
      <dt>Half precision, bf16</dt>
      <dd>
        {probe.bf16Speedup >= 1.1
          ? `${probe.bf16Speedup.toFixed(1)} times as fast as full`
          : 'no faster than full here'}
      </dd>
      <dt>4-bit base model</dt>
      <dd>{probe.fourBit ? 'possible' : 'not on this device'}</dd>
      <dt>Packages</dt>
      <dd>
        Python {probe.python}, torch {probe.torch}, transformers {probe.transformers}, peft{' '}
        {probe.peft}
      </dd>
    </dl>
  </Section>
)

const devices: Record<PythonProbe['device'], string> = {
  cpu: 'the processor',
  mps: 'Metal',
  cuda: 'CUDA'
}
