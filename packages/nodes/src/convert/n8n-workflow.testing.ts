/** A workflow as n8n exports it: an order comes in, is looked up, checked, told line by line, and answered. */
export const n8nWorkflow = {
  name: 'Order intake (v2)',
  nodes: [
    node('Webhook', 'webhook', { httpMethod: 'POST', path: 'Order-Intake', responseMode: 'responseNode' }, 2),
    node(
      'Look up',
      'httpRequest',
      {
        method: 'POST',
        url: '=https://erp.example/orders/{{ $json.body.id }}',
        sendQuery: true,
        queryParameters: { parameters: [{ name: 'shop', value: '={{ $json.query.shop }}' }] },
        sendBody: true,
        specifyBody: 'json',
        jsonBody: '={ "id": "{{ $json.body.id }}", "total": {{ $json.body.total * 2 }}, "by": "n8n" }',
        options: { timeout: 5000 },
      },
      4.2,
      { retryOnFail: true, maxTries: 4 },
    ),
    node(
      'Is it large?',
      'if',
      {
        conditions: {
          combinator: 'and',
          conditions: [
            { leftValue: '={{ $json.total }}', rightValue: 100, operator: { type: 'number', operation: 'gt' } },
            {
              leftValue: "={{ $('Webhook').item.json.body.country }}",
              rightValue: 'DE',
              operator: { type: 'string', operation: 'equals' },
            },
          ],
        },
      },
      2.2,
    ),
    node(
      'Fields',
      'set',
      {
        includeOtherFields: false,
        assignments: {
          assignments: [
            { name: 'text', type: 'string', value: "=Order {{ $('Webhook').item.json.body.id }} of {{ $json.total }}" },
            { name: 'checked', type: 'boolean', value: 'true' },
          ],
        },
      },
      3.4,
    ),
    node(
      'Sum',
      'code',
      {
        jsCode:
          "const lines = $('Look up').first().json.lines;\nreturn [{ json: { ...$input.first().json, sum: lines.reduce((a, l) => a + l.q, 0) } }];",
      },
      2,
    ),
    node('Answer', 'respondToWebhook', { respondWith: 'json', responseBody: '={{ $json }}' }, 1.1),
    node('Each line', 'splitOut', { fieldToSplitOut: 'lines' }),
    node(
      'Say it',
      'set',
      { assignments: { assignments: [{ name: 'sku', type: 'string', value: '={{ $json.sku }}' }] } },
      3.4,
    ),
    node('Together', 'aggregate', { fieldsToAggregate: { fieldToAggregate: [{ fieldToAggregate: 'sku' }] } }),
    node('Tell the team', 'microsoftTeams', { message: '={{ $json.sku }}' }),
    { ...node('Sticky Note', 'stickyNote', { content: '## Orders', width: 300, height: 120 }), position: [0, -200] },
  ],
  connections: {
    Webhook: { main: [[{ node: 'Look up', type: 'main', index: 0 }]] },
    'Look up': { main: [[to('Is it large?'), to('Each line')]] },
    'Is it large?': { main: [[to('Fields')], []] },
    Fields: { main: [[to('Sum')]] },
    Sum: { main: [[to('Answer')]] },
    'Each line': { main: [[to('Say it')]] },
    'Say it': { main: [[to('Together')]] },
    Together: { main: [[to('Tell the team')]] },
  },
};

function node(name: string, type: string, parameters: object, typeVersion = 1, more: object = {}) {
  return { id: name, name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters, ...more };
}

function to(name: string) {
  return { node: name, type: 'main', index: 0 };
}
