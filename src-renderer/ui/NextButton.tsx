import { useState } from 'react'
import { useLocation } from 'wouter'
import type { HomeSummary } from '@contract/project'
import { call } from '../bridge'
import { Button } from './Button'
import { askToDeploy } from './deploying'
import { showFailure } from './Failure'
import { placeOf } from './jobs'

type Next = HomeSummary['next']

type NextButtonProps = {
  next: Next
  /** 36 high, where it heads the page. */
  large?: boolean
  /** Instead of going to Rank, where the sitting is already on the screen. */
  onRank?: () => void
}

/** The one obvious next action of the loop; Return does it. */
export const NextButton = ({ next, large = false, onRank }: NextButtonProps) => {
  const [, navigate] = useLocation()
  const [working, setWorking] = useState(false)
  const take = async () => {
    if (next.step === 'rank' && onRank) {
      onRank()
      return
    }
    setWorking(true)
    try {
      const href = await follow(next)
      if (href) navigate(href)
    } catch (error) {
      showFailure(error)
    } finally {
      setWorking(false)
    }
  }
  return (
    <Button
      look="primary"
      large={large}
      command="home.next"
      working={working ? 'Starting' : null}
      onClick={() => void take()}
    >
      {next.button}
    </Button>
  )
}

/** Does what the step needs and says where to go then. */
const follow = async ({ step, subjectId }: Next): Promise<string | null> => {
  switch (step) {
    case 'retry-job':
      return subjectId && placeOf(await call('jobs.retry', { id: subjectId }))
    case 'open-job':
      return subjectId && placeOf(await call('jobs.get', { id: subjectId }))
    case 'load-model':
      if (subjectId) await askAboutAdapter(subjectId)
      return null
    case 'write-drafts':
      return writeMissingDrafts()
    case 'rank':
      return '/rank'
    case 'start-run':
      return '/train/new'
    case 'add-topics':
      return subjectId ? `/personas/${subjectId}/add` : '/personas'
    case 'add-persona':
      return '/personas/new'
  }
}

/** It starts in the dialog: what steps down for it is asked there. */
const askAboutAdapter = async (adapterId: string) => {
  const adapter = (await call('models.list', {})).find(({ id }) => id === adapterId)
  if (adapter) askToDeploy({ name: adapter.name, source: { from: 'adapter', adapterId } })
}

/** Starts writing and goes to the first topic, where the drafts appear. */
const writeMissingDrafts = async () => {
  const { ids } = await call('topics.ids', { status: 'noDrafts' })
  const [first] = ids
  if (first === undefined) return null
  await call('drafts.write', { topicIds: ids })
  return `/topics/${first}`
}
