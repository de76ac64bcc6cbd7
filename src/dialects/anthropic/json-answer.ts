/** The tool a model without JSON schemas answers with; its arguments are the answer's text. */
export const JSON_ANSWER = "modelmall_json_answer";
