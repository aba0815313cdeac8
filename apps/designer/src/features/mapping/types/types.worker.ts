import { libFiles } from 'virtual:typescript-lib';
import { createMapTypes } from './language-service.ts';
import type { TypeAnswer, TypeQuestion } from './messages.ts';

/** The language service of the map screen, in a thread of its own: 4 MB of compiler that never block a keystroke. */
const types = createMapTypes(libFiles);

addEventListener('message', ({ data }: MessageEvent<TypeQuestion>) => {
  if (data.ask === 'declare') {
    types.declare(data.text);
    return;
  }
  postMessage(answerTo(data));
});

function answerTo(question: Exclude<TypeQuestion, { ask: 'declare' }>): TypeAnswer {
  const { id, text } = question;
  try {
    switch (question.ask) {
      case 'problems':
        return { id, value: types.problems(text) };
      case 'complete':
        return { id, value: types.complete(text, question.at) };
      case 'details':
        return { id, value: types.details(text, question.at, question.name) };
      default:
        return question satisfies never;
    }
  } catch (error) {
    return { id, failure: String(error) };
  }
}
