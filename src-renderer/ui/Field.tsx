import { Field as Base } from '@base-ui/react/field'
import { CircleAlert } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { useCheck, type Validate } from './useCheck'
import { classes } from './words'

type FieldProps = {
  label: string
  /** For a field whose purpose is plain from where it stands. */
  hideLabel?: boolean
  hint?: ReactNode
  /** Replaces the hint. */
  problem?: string | null
  className?: string | undefined
  children: ReactNode
}

/** Label above, hint below; what is wrong takes the hint's place. */
export const Field = ({ label, hideLabel, hint, problem, className, children }: FieldProps) => (
  <Base.Root className={classes('field', className)} invalid={Boolean(problem)}>
    <Base.Label className={classes(hideLabel && 'vh')}>{label}</Base.Label>
    {children}
    {problem ? (
      <Base.Error className="err" match>
        <CircleAlert />
        {problem}
      </Base.Error>
    ) : (
      hint && <Base.Description className="hint">{hint}</Base.Description>
    )}
  </Base.Root>
)

type TextShared = {
  label: string
  hideLabel?: boolean
  value: string
  onChange: (value: string) => void
  hint?: ReactNode
  /** Judged when the field is left, then on each keystroke. See `ruleOf`. */
  validate?: Validate
  /** Shows what is wrong at once: after an attempt to save. */
  judged?: boolean
  /** A problem that main found. */
  problem?: string | null
  className?: string
}

type TextFieldProps = TextShared &
  Omit<ComponentProps<'input'>, 'value' | 'onChange'> & { large?: boolean; mono?: boolean }

export const TextField = ({
  label,
  hideLabel = false,
  value,
  onChange,
  hint,
  validate,
  judged = false,
  problem,
  large = false,
  mono = false,
  className,
  ...rest
}: TextFieldProps) => {
  const check = useCheck(value, validate, judged)
  return (
    <Field
      label={label}
      hideLabel={hideLabel}
      hint={hint}
      problem={check.problem ?? problem ?? null}
      className={className}
    >
      <Base.Control
        className={classes('input', large && 'lg', mono && 'mono')}
        value={value}
        onValueChange={onChange}
        onBlur={check.onBlur}
        autoComplete="off"
        spellCheck={false}
        {...rest}
      />
    </Field>
  )
}

type TextAreaProps = TextShared &
  Omit<ComponentProps<'textarea'>, 'value' | 'onChange'> & {
    /** Serif, on a 26 px line: for what the person writes. */
    writing?: boolean
  }

export const TextArea = ({
  label,
  hideLabel = false,
  value,
  onChange,
  hint,
  validate,
  judged = false,
  problem,
  writing = false,
  className,
  ...rest
}: TextAreaProps) => {
  const check = useCheck(value, validate, judged)
  return (
    <Field
      label={label}
      hideLabel={hideLabel}
      hint={hint}
      problem={check.problem ?? problem ?? null}
      className={className}
    >
      <Base.Control
        render={<textarea rows={6} {...rest} />}
        className={classes('area', writing && 'writing')}
        value={value}
        onValueChange={onChange}
        onBlur={check.onBlur}
      />
    </Field>
  )
}
