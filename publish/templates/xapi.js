// Sends a statement for each answer to a learning record store, if the page was launched with one
// in its address: endpoint, auth, actor, registration, activity_id. Else nothing is ever sent.
(() => {
  "use strict";
  const launch = new URLSearchParams(location.search);
  const endpoint = launch.get("endpoint") ?? "";
  if (!quiz || !/^https?:\/\//.test(endpoint) || !launch.get("actor")) return;
  let actor = null;
  try {
    actor = JSON.parse(launch.get("actor"));
  } catch {
    return;
  }
  const language = document.documentElement.lang;
  const activity = launch.get("activity_id") ?? location.href.split(/[?#]/)[0];
  const KINDS = { number: "fill-in", choice: "choice", order: "sequencing", flip: "other" };

  const definition = (item) => {
    const found = {
      type: "http://adlnet.gov/expapi/activities/cmi.interaction",
      description: { [language]: item.question },
      interactionType: KINDS[item.kind],
    };
    if (item.kind === "number") found.correctResponsesPattern = [item.value];
    if (item.kind === "choice" || item.kind === "order") {
      found.correctResponsesPattern = [item.right.join("[,]")];
      found.choices = item.choices.map(({ key, text }) => ({
        id: key, description: { [language]: text },
      }));
    }
    return found;
  };
  document.addEventListener("answered", ({ detail }) => {
    const { item, response, right } = detail;
    const statement = {
      actor,
      verb: { id: "http://adlnet.gov/expapi/verbs/answered", display: { en: "answered" } },
      object: { id: `${activity}#${item.id}`, definition: definition(item) },
      result: { response: response.replaceAll(",", "[,]"), success: right },
      context: { contextActivities: { parent: [{ id: activity }] } },
      timestamp: new Date().toISOString(),
    };
    if (launch.get("registration")) statement.context.registration = launch.get("registration");
    const headers = { "Content-Type": "application/json", "X-Experience-API-Version": "1.0.3" };
    if (launch.get("auth")) headers.Authorization = launch.get("auth");
    fetch(`${endpoint.replace(/\/+$/, "")}/statements`, {
      method: "POST", headers, body: JSON.stringify(statement), keepalive: true,
    }).catch(() => {}); // a store that is away keeps nobody from learning
  });
})();
