import { usePreferences } from '../preferences'
import { type Goal, goals } from './goals'

/** What a rule is for, as cards one chooses by mouse or arrows. */
export function GoalChoice({ goal, onGoal }: { goal: Goal; onGoal: (goal: Goal) => void }) {
  const { say } = usePreferences()
  return (
    <fieldset className="goals">
      <legend className="visually-hidden">{say('goal.title')}</legend>
      {goals.map(value => (
        <label key={value} className={value === goal ? 'goal chosen' : 'goal'}>
          <input
            type="radio"
            name="goal"
            className="visually-hidden"
            checked={value === goal}
            onChange={() => onGoal(value)}
          />
          <strong>{say(`goal.${value}`)}</strong>
          <span className="page-note">{say(`goal.${value}.hint`)}</span>
        </label>
      ))}
    </fieldset>
  )
}
