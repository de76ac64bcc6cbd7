// Turns a model into a curl command by a connector of one's own.
import { type Connector, createManager, idAt } from "modelmall";
import { memory } from "modelmall/stores/memory";

const curl: Connector<{ command: string }> = {
  name: "curl",
  format: (model, { openaiBaseUrl, provider }) => ({
    command: `curl ${openaiBaseUrl}/chat/completions -H "Authorization: Bearer $${provider.keyVariables[0]}" -d '${JSON.stringify(
      {
        model: idAt(model, provider.name),
        ...model.parameters,
      },
    )}'`,
  }),
};

const manager = await createManager({ store: memory(), connectors: [curl] });
manager.registry.set("groq/llama-3.3-70b-versatile", { parameters: { temperature: 0 } });
console.log(manager.connect("groq/llama-3.3-70b-versatile", "curl").command);
