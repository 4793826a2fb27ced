import type { TalkState } from '../../../src-main/contract/talk';
import { experiments } from '../../../src-main/talk/experiments';
import { unjudged } from '../../../src-main/talk/judgement';

/** The talk's experiments, none of which was run. */
export function fakeTalk() {
  const state: TalkState = {
    running: false,
    experiments: experiments.map(({ name, number, title, question, conclusions, seconds }) => ({
      name,
      number,
      title,
      question,
      status: 'not-run',
      detail: null,
      seconds: seconds.fixed,
      secondsAlone: seconds.fixed,
      date: null,
      claims: conclusions.map(unjudged),
      figures: [],
    })),
  };
  return {
    'talk:state': () => state,
    'talk:start': () => undefined,
    'talk:stop': () => undefined,
    'talk:report': () => ({ folder: '/home/person/talk' }),
  };
}
