import { useState } from 'react'
import type { Deployment, Repair } from '@contract/deployments'
import { call } from '../../bridge'
import { Button } from '../../ui/Button'
import { copyText } from '../../ui/clipboard'
import { showFailure } from '../../ui/Failure'

type CopyByHandProps = { deployment: Deployment; repair: Extract<Repair, { kind: 'showFile' }> }

/** Where the whole file lies, and where it is to be put by hand. */
export const CopyByHand = ({ deployment: { id }, repair: { file, folder } }: CopyByHandProps) => {
  const [copied, setCopied] = useState(false)
  return (
    <dl className="kv left small by-hand mt-2">
      <dt>The file</dt>
      <dd className="mono selectable">{file}</dd>
      {folder !== null && (
        <>
          <dt>Copy it to</dt>
          <dd>
            <p className="mono selectable">{folder}</p>
            <span className="row mt-1">
              <Button look="quiet" className="-ml-3" onClick={() => setCopied(copyText(folder))}>
                {copied ? 'Copied' : 'Copy the path'}
              </Button>
              <Button
                look="quiet"
                onClick={() =>
                  void call('window.reveal', { what: 'copyFolder', id }).catch(showFailure)
                }
              >
                Open the folder
              </Button>
            </span>
          </dd>
        </>
      )}
    </dl>
  )
}
