import type { Draft } from '@contract/drafts'
import type { DraftOrigin } from '@contract/generation'
import type { Ranking } from '@contract/rankings'
import { figure, letter } from '../../ui/words'
import { markOf } from './order'

type OriginsProps = { drafts: readonly Draft[]; ranking: Ranking }

/** Model, engine, sampling, seed and speed of each draft: known only once they are ranked. */
export const Origins = ({ drafts, ranking }: OriginsProps) => (
  <table className="table origins mt-1">
    <thead>
      <tr>
        <th scope="col">Draft</th>
        <th scope="col">Model</th>
        <th scope="col">Engine</th>
        <th scope="col" className="num">
          Temperature
        </th>
        <th scope="col" className="num">
          Seed
        </th>
        <th scope="col" className="num minor">
          Tokens
        </th>
        <th scope="col" className="num">
          Speed
        </th>
      </tr>
    </thead>
    <tbody>
      {drafts.map(({ id, variantIndex, origin }) => (
        <tr key={id}>
          <td>
            <span className="med">{letter(variantIndex)}</span>{' '}
            <span className="faint">{markOf(ranking, id)?.word}</span>
          </td>
          {origin ? (
            <OriginCells origin={origin} />
          ) : (
            <td className="faint" colSpan={6}>
              unknown
            </td>
          )}
        </tr>
      ))}
    </tbody>
  </table>
)

const OriginCells = ({ origin }: { origin: DraftOrigin }) => (
  <>
    <td className="trunc model name" title={origin.model}>
      {origin.model}
    </td>
    <td>{engines[origin.engine]}</td>
    <td className="num">{origin.sampling ? origin.sampling.temperature.toFixed(2) : 'none'}</td>
    <td className="num selectable">{origin.seed ?? 'none'}</td>
    <td className="num minor">
      {origin.completionTokens === null ? 'unknown' : figure(origin.completionTokens)}
    </td>
    <td className="num">{sayRate(origin)}</td>
  </>
)

const engines: Record<DraftOrigin['engine'], string> = {
  embedded: 'Built in',
  lmstudio: 'LM Studio',
  openai: 'Another server',
  person: 'You',
  sample: 'The sample'
}

const sayRate = ({ completionTokens, elapsedMs }: DraftOrigin): string => {
  if (completionTokens === null || elapsedMs === null || elapsedMs === 0) return 'unknown'
  return `${(completionTokens / (elapsedMs / 1000)).toFixed(0)} tok/s`
}
