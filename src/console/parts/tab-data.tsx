import type { Answer, DataStep } from '../models/data-table.js';
import { DataGrid } from './data-grid.js';
import { Empty } from './empty.js';

export function Data({ steps, answers }: { steps: DataStep[]; answers: Answer[] }) {
  if (steps.length === 0 && answers.length === 0) {
    return (
      <Empty title="No data yet.">
        The form’s answers appear once the ticket was read back; what they become, once it is
        approved.
      </Empty>
    );
  }
  return (
    <>
      {steps.map((step) => (
        <StepTable step={step} />
      ))}
      {answers.length > 0 && (
        <DataGrid
          caption="Answers on the form, as the ticket system gave them"
          heads={['Question', 'Answer']}
          rows={answers.map((one) => [<code>{one.question}</code>, one.answer || '–'])}
        />
      )}
    </>
  );
}

function StepTable({ step }: { step: DataStep }) {
  return (
    <DataGrid
      caption={`Step ${step.step} for ${step.person}: ${step.state}`}
      heads={['Attribute', 'Known before', 'Ticket asks', 'Sent', 'Directory reported']}
      rows={step.lines.map((line) => [
        <code>{line.attribute}</code>,
        line.before || '–',
        line.wanted || '–',
        line.sent || '–',
        line.reported ? 'modified' : '–',
      ])}
      marked={(index) => step.lines[index]?.changed ?? false}
    />
  );
}
