import { useEditorUiApi } from '../../../stores/editor-ui.ts';
import { Button, Notice } from '../../../ui/index.ts';
import type { ReviewGate } from './use-review-gate.ts';

/** In the publish dialog: what the review says about this state of the draft. */
export function ReviewNote({ gate }: { readonly gate: ReviewGate }) {
  const ui = useEditorUiApi();
  const look = () => ui.setState({ dialog: undefined, panel: 'review', viewing: undefined });
  switch (gate.state) {
    case 'none':
      return null;
    case 'free':
      return gate.review === undefined ? null : (
        <Notice kind="info">Approved by {gate.review.decision?.by}: this state can be published.</Notice>
      );
    case 'open':
      return (
        <div className="flex flex-wrap items-center gap-2">
          <Notice kind="waiting">{gate.review?.by} asked for a review; another person decides.</Notice>
          <Button size="sm" onClick={look}>
            Look at the review
          </Button>
        </div>
      );
    case 'ask':
      return (
        <Notice kind="waiting">
          {gate.declined === undefined
            ? 'Publishing asks for the approval of another person. Say what they should look at.'
            : `${gate.declined.decision?.by} declined: ${gate.declined.decision?.note || 'no reason was given'}. Change the draft, or ask again.`}
        </Notice>
      );
    default:
      return gate.state satisfies never;
  }
}
