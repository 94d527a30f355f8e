import type { Question } from '../servicenow/catalog/questions.js';

export interface Option {
  value: string;
  label: string;
}

interface FieldProps {
  question: Question;
  value: string;
  /** What a reference may point at. */
  options: readonly Option[];
}

/** One question as a labelled form field; a container or label as what it says. */
export function Field({ question, value, options }: FieldProps) {
  if (question.name === '') {
    if (question.type === '19') return <h2>{question.text}</h2>;
    return question.type === '11' ? <p class="hint">{question.text}</p> : null;
  }
  const id = `field-${question.name}`;
  return (
    <div class="field">
      <label for={id}>
        {question.text}
        {question.mandatory ? <span class="required"> (required)</span> : null}
      </label>
      <Control id={id} question={question} value={value} options={options} />
    </div>
  );
}

function Control({ id, question, value, options }: FieldProps & { id: string }) {
  const common = { id, name: question.name, required: question.mandatory };
  const choices = choicesOf(question, options);
  if (choices) return <Select {...common} value={value} options={choices} />;
  if (question.type === '2') return <textarea {...common} rows={3} value={value} />;
  if (question.type === '9') return <input {...common} type="date" value={value} />;
  if (question.name.endsWith('_time')) return <input {...common} type="time" value={value} />;
  if (question.name.endsWith('_phone')) return <input {...common} type="tel" value={value} />;
  return <input {...common} type="text" value={value} />;
}

function choicesOf(question: Question, options: readonly Option[]): readonly Option[] | undefined {
  if (question.type === '8') return options;
  if (question.type === '1') return ['Yes', 'No'].map((value) => ({ value, label: value }));
  if (question.type !== '5') return undefined;
  return question.choices.map((value) => ({ value, label: value }));
}

interface SelectProps {
  id: string;
  name: string;
  required: boolean;
  value: string;
  options: readonly Option[];
}

export function Select({ id, name, required, value, options }: SelectProps) {
  return (
    <select id={id} name={name} required={required}>
      <option value="">–</option>
      {options.map((option) => (
        <option value={option.value} selected={option.value === value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
