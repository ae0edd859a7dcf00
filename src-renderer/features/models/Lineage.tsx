import type { CSSProperties } from 'react'
import type { Model } from '@contract/models'
import { classes } from '../../ui/words'
import { BranchUse } from './BranchUse'
import type { Branch, Family } from './families'
import { ModelBox, NoBox } from './ModelBox'

type LineageProps = {
  family: Family
  onStage: string | null
  /** The adapter whose export is the next thing to do. */
  nextId: string | null
}

/** A base and the branches that grew from it, joined by hairlines. */
export const Lineage = ({ family, onStage, nextId }: LineageProps) => (
  <section className="family" aria-label={family.base.name}>
    {family.branches.map((branch, index) => (
      <div className="lineage" key={branch.adapter?.id ?? 'none'}>
        <div
          className={classes(
            'trunk',
            index > 0 && 'up',
            index < family.branches.length - 1 && 'down'
          )}
        >
          {index === 0 && (
            <ModelBox
              model={family.base}
              on={family.base.id === onStage}
              end={branch.adapter === null}
            />
          )}
        </div>
        <Rest branch={branch} base={family.base} {...{ onStage, nextId }} />
      </div>
    ))}
  </section>
)

type RestProps = { branch: Branch; base: Model; onStage: string | null; nextId: string | null }

const Rest = ({ branch, base, onStage, nextId }: RestProps) => {
  const { adapter, merged, ggufs } = branch
  const use = <BranchUse {...{ branch, base, onStage, nextId }} />
  if (adapter === null && ggufs.length === 0 && merged === null) {
    return (
      <>
        <NoBox>Not tuned yet</NoBox>
        <span />
        <span />
        {use}
      </>
    )
  }
  if (adapter?.kind === 'reward') {
    return (
      <>
        <ModelBox model={adapter} on={false} end />
        <span />
        <span />
        {use}
      </>
    )
  }
  return (
    <>
      {adapter ? (
        <ModelBox model={adapter} on={adapter.id === onStage} />
      ) : (
        <NoBox>Not known</NoBox>
      )}
      {merged ? (
        <ModelBox model={merged} on={false} end={ggufs.length === 0} />
      ) : (
        <NoBox>Not merged</NoBox>
      )}
      {ggufs.length > 0 ? (
        <div className="stack-of-boxes" style={rowsOf(ggufs.length)}>
          {ggufs.map((gguf) => (
            <ModelBox key={gguf.id} model={gguf} on={gguf.id === onStage} end />
          ))}
        </div>
      ) : (
        <NoBox>Not converted</NoBox>
      )}
      {use}
    </>
  )
}

const rowsOf = (n: number): CSSProperties & Record<'--n', number> => ({ '--n': n })
