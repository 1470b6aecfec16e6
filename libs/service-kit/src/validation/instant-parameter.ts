import { QueryParameterWrong } from './query-parameter-wrong';

/** The instant behind a text that has the form of one: of days and hours that do not exist there are such texts too. */
export function instantParameter(parameter: string, text: string): Date {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) throw new QueryParameterWrong(parameter, 'there is no such instant');
  return instant;
}
