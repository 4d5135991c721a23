import { DeleteOutlined, PictureOutlined, UploadOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { CallError, call } from '../call'
import { textOf } from '../parts/state-views'
import { usePreferences } from '../preferences'
import { useChange } from '../queries'
import { uploadOf } from './shrink'

const KINDS = 'image/jpeg,image/png,image/webp'
/** More than this is not read into the browser's memory at all. */
const MOST_BYTES = 30 * 1024 * 1024

interface ImageFieldProps {
  id: string
  image: string | null
  onChange: (image: string | null) => void
}

function useUpload() {
  return useChange(async (file: File) => {
    if (file.size > MOST_BYTES) throw new CallError({ code: 'image.too_large', status: 413 })
    return call('POST /console/images', { body: { base64: await uploadOf(file) } })
  }, [])
}

function Now({ image }: { image: string | null }) {
  const { say } = usePreferences()
  return (
    <div className="image-now">
      {image ? (
        <img src={`/images/${image}-small`} alt={say('reward.image.now')} />
      ) : (
        <PictureOutlined aria-hidden="true" />
      )}
    </div>
  )
}

/** A picture by button, drop or paste; what is wrong with it is said right below. */
export function ImageField({ id, image, onChange }: ImageFieldProps) {
  const { say, language } = usePreferences()
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const upload = useUpload()
  const take = (file: File | undefined) => {
    if (file) upload.mutate(file, { onSuccess: ({ id: stored }) => onChange(stored) })
    // The same file may be chosen again after it was mended.
    if (input.current) input.current.value = ''
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files[0])
  }
  return (
    <fieldset
      className={over ? 'image-field over' : 'image-field'}
      aria-label={say('reward.image')}
      onDragOver={event => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={event => take(event.clipboardData.files[0])}
    >
      <Now image={image} />
      <div className="image-words">
        <input
          ref={input}
          id={`${id}-file`}
          type="file"
          accept={KINDS}
          className="visually-hidden"
          aria-hidden="true"
          tabIndex={-1}
          onChange={event => take(event.target.files?.[0])}
        />
        <div className="page-actions">
          <Button
            id={`${id}-button`}
            icon={<UploadOutlined aria-hidden="true" />}
            loading={upload.isPending}
            onClick={() => input.current?.click()}
          >
            {say(image ? 'reward.image.other' : 'reward.image.choose')}
          </Button>
          {image ? (
            <Button icon={<DeleteOutlined aria-hidden="true" />} onClick={() => onChange(null)}>
              {say('reward.image.none')}
            </Button>
          ) : null}
        </div>
        <p className="page-note">{say('reward.image.hint')}</p>
        {upload.error ? <Alert type="error" showIcon title={textOf(upload.error, say, language)} /> : null}
      </div>
    </fieldset>
  )
}
