import type { CSSProperties } from 'react'
import type { Deployment } from '@contract/deployments'
import { classes } from '../../ui/words'
import type { Branch, Family } from './families'
import { frontOf, lineStateOf } from './line-state'
import { LineUse } from './LineUse'
import { LineWork } from './LineWork'
import { ModelBox, NoBox, TrainingBox } from './ModelBox'

type Shown = {
  deployments: Deployment[]
  /** The one that is marked: on stage, or else the writer. */
  onId: string | null
  /** Writes the drafts in the app itself. */
  writerId: string | null
  /** The adapter whose loading is the next thing to do. */
  nextId: string | null
}

/** A base and the branches that grew from it, joined by hairlines. */
export const Lineage = ({ family, ...shown }: Shown & { family: Family }) => (
  <section className="family" aria-label={family.base.name}>
    {stagedFirst(family.branches, shown.deployments).map((branch, index) => (
      <div className="lineage" key={keyOf(branch)}>
        <div
          className={classes(
            'trunk',
            index > 0 && 'up',
            index < family.branches.length - 1 && 'down'
          )}
        >
          {index === 0 && (
            <ModelBox model={family.base} on={family.base.id === shown.onId} end={isBare(branch)} />
          )}
        </div>
        <Rest branch={branch} base={family.base} {...shown} />
      </div>
    ))}
  </section>
)

const stagedFirst = (branches: Branch[], deployments: Deployment[]): Branch[] => {
  const isStaged = (branch: Branch): boolean => lineStateOf(branch, deployments).at === 'onStage'
  return branches.toSorted((a, b) => Number(isStaged(b)) - Number(isStaged(a)))
}

const keyOf = ({ run, adapter, merged, ggufs }: Branch): string =>
  (run ?? adapter ?? merged ?? ggufs[0])?.id ?? 'none'

const isBare = ({ run, adapter, merged, ggufs }: Branch): boolean =>
  run === null && adapter === null && merged === null && ggufs.length === 0

type RestProps = Shown & { branch: Branch; base: Family['base'] }

const Rest = ({ branch, base, deployments, onId, writerId, nextId }: RestProps) => {
  const { run, adapter, merged, ggufs } = branch
  const state = lineStateOf(branch, deployments)
  const bare = isBare(branch)
  const line = [adapter, ...ggufs, ...(bare ? [base] : [])]
  const use = (
    <LineUse
      {...{ branch, base, state }}
      front={run ? null : frontOf(branch, state, base)}
      writes={writerId !== null && line.some((model) => model?.id === writerId)}
      next={adapter !== null && adapter.id === nextId}
    />
  )
  if (bare) {
    return (
      <>
        <NoBox>Not tuned yet</NoBox>
        <span />
        <span />
        {use}
      </>
    )
  }
  if (run) {
    return (
      <>
        <TrainingBox run={run} />
        <NoBox>After the run</NoBox>
        <NoBox>After the merge</NoBox>
        {use}
      </>
    )
  }
  if (adapter?.kind === 'reward') {
    return (
      <>
        <ModelBox model={adapter} on={false} end />
        <span className="faint small scores">
          Scores drafts. It does not write, so there is nothing to load.
        </span>
        <LineUse {...{ branch, base, state }} front={adapter} writes={false} next={false} />
      </>
    )
  }
  const isOn = (id: string): boolean => id === onId
  return (
    <>
      {adapter ? <ModelBox model={adapter} on={isOn(adapter.id)} /> : <NoBox>Deleted</NoBox>}
      {merged ? (
        <ModelBox model={merged} on={false} end={ggufs.length === 0} />
      ) : (
        <NoBox>{ggufs.length === 0 ? 'Not merged' : adapter ? 'Freed' : 'Deleted'}</NoBox>
      )}
      {ggufs.length > 0 ? (
        <div className="stack-of-boxes" style={rowsOf(ggufs.length)}>
          {ggufs.map((gguf) => (
            <ModelBox key={gguf.id} model={gguf} on={isOn(gguf.id)} end />
          ))}
        </div>
      ) : (
        <NoBox>Not converted</NoBox>
      )}
      {use}
      {adapter && state.at !== 'coming' && <LineWork adapter={adapter} />}
    </>
  )
}

const rowsOf = (n: number): CSSProperties & Record<'--n', number> => ({ '--n': n })
