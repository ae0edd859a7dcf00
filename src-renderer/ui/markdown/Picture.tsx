import { useEffect, useState } from 'react'

type PictureProps = {
  /** `attachments/NAME`, the name percent-encoded. */
  src: string
  alt: string | undefined
  /** In pixels; both are a most, so that a picture fits its column. */
  width: number | string | undefined
  height: number | string | undefined
}

/** A picture of the project's own, or a line that says why it is not there. */
export const Picture = ({ src, alt, width, height }: PictureProps) => {
  const [failed, setFailed] = useState(false)
  if (failed) return <WhyNot src={src} />
  return (
    <img
      className="picture"
      src={`/${src}`}
      alt={alt}
      style={{ width: pixels(width), height: pixels(height) }}
      decoding="async"
      draggable={false}
      onError={() => setFailed(true)}
    />
  )
}

const pixels = (size: number | string | undefined) =>
  size === undefined ? undefined : `${Number(size)}px`

/** An image says only that it failed; the app knows why, in a sentence. */
const WhyNot = ({ src }: { src: string }) => {
  const [reason, setReason] = useState('')
  useEffect(() => {
    const asked = new AbortController()
    fetch(`/${src}`, { signal: asked.signal })
      .then(async (answer) => {
        const type = answer.headers.get('content-type') ?? ''
        const told = !answer.ok && type.startsWith('text/plain')
        setReason(told ? await answer.text() : 'Its contents are not a picture that can be drawn.')
      })
      .catch(() => undefined)
    return () => asked.abort()
  }, [src])
  return (
    <span className="image-line">
      Picture not shown: {decodeURIComponent(src.replace(/^attachments\//, ''))}. {reason}
    </span>
  )
}
