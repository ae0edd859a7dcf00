import type { Topic } from '@contract/topics'
import { Tag } from '../../ui/Tags'

/** Title, kind and prompt; the prompt as it was typed, since a model gets it so. */
export const TopicMasthead = ({ topic }: { topic: Topic }) => (
  <div className="masthead snug">
    <div className="row items-start gap-3">
      <h2 className="title line-clamp-2" title={topic.title}>
        {topic.title}
      </h2>
      {topic.kind && (
        <span className="mt-1 flex-none">
          <Tag>{topic.kind}</Tag>
        </span>
      )}
    </div>
    {topic.prompt !== topic.title && (
      <p className="muted mt-1.5 line-clamp-3 whitespace-pre-line selectable" title={topic.prompt}>
        {topic.prompt}
      </p>
    )}
  </div>
)
