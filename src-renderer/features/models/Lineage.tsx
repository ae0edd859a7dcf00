import type { Model } from '@contract/models'
import { classes } from '../../ui/words'
import { BranchUse } from './BranchUse'
import type { Branch, Family } from './lineage'
import { ModelBox, NoBox } from './ModelBox'

type LineageProps = { family: Family; onStage: string | null }

/** A base and the branches that grew from it, joined by hairlines. */
export const Lineage = ({ family, onStage }: LineageProps) => (
  <section className="family" aria-label={family.base.name}>
    {family.branches.map((branch, index) => (
      <div className={classes('lineage', index > 0 && 'later')} key={branch.adapter?.id ?? 'none'}>
        {index === 0 ? (
          <ModelBox
            model={family.base}
            on={family.base.id === onStage}
            end={branch.adapter === null}
          />
        ) : (
          <span className="elbow" aria-hidden="true" />
        )}
        <Rest branch={branch} base={family.base} onStage={onStage} />
      </div>
    ))}
  </section>
)

type RestProps = { branch: Branch; base: Model; onStage: string | null }

const Rest = ({ branch, base, onStage }: RestProps) => {
  const { adapter, merged, ggufs } = branch
  return (
    <>
      {adapter ? (
        <ModelBox model={adapter} on={adapter.id === onStage} />
      ) : (
        <NoBox>{base.kind === 'base' ? 'Not tuned yet' : 'Not known'}</NoBox>
      )}
      {merged ? (
        <ModelBox model={merged} on={false} end={ggufs.length === 0} />
      ) : (
        <NoBox>Not merged</NoBox>
      )}
      {ggufs.length > 0 ? (
        <div className="stack-of-boxes">
          {ggufs.map((gguf) => (
            <ModelBox key={gguf.id} model={gguf} on={gguf.id === onStage} end />
          ))}
        </div>
      ) : (
        <NoBox>Not converted</NoBox>
      )}
      <BranchUse branch={branch} base={base} onStage={onStage} />
    </>
  )
}
