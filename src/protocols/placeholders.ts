/** What is said to a model in place of something that its platform demands and the conversation does not have. */

export const MISSING_RESULT = 'The tool call was interrupted; there is no result.';
export const NO_BEGINNING = '(The conversation begins with the assistant.)';
export const NO_MESSAGE = '(There is no message from the user.)';
