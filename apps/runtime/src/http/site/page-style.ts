import { Html } from './html.ts';

/** Style of the pages the runtime draws itself; the designer has its own. */
export const PAGE_STYLE = new Html(`<style>
:root { color-scheme: light dark; --text: #1c2430; --muted: #5b6675; --line: #dde2e8; --soft: #f5f7f9; --accent: #0f766e; --bg: #fff; }
@media (prefers-color-scheme: dark) { :root { --text: #e6eaf0; --muted: #9aa5b4; --line: #2b3340; --soft: #171c24; --accent: #2dd4bf; --bg: #0f1319; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 14px/1.55 ui-sans-serif, system-ui, sans-serif; }
a { color: var(--accent); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
code, pre { font: 12.5px/1.5 ui-monospace, monospace; }
pre { margin: 8px 0 0; padding: 12px; overflow: auto; max-height: 420px; background: var(--soft); border: 1px solid var(--line); border-radius: 8px; }
.frame { display: grid; grid-template-columns: 264px minmax(0, 1fr); }
nav { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 20px 16px; border-right: 1px solid var(--line); }
nav h2 { margin: 18px 0 4px; font-size: 12px; color: var(--muted); font-weight: 600; }
nav a { display: block; padding: 2px 0; color: var(--text); }
main { max-width: 900px; padding: 28px 36px 80px; }
h1 { margin: 0 0 4px; font-size: 24px; }
main > section { padding-top: 28px; }
main h2 { margin: 0; font-size: 18px; }
article { margin-top: 16px; padding: 16px; border: 1px solid var(--line); border-radius: 10px; }
article h3 { margin: 0 0 6px; font-size: 14px; }
.method { display: inline-block; min-width: 56px; margin-right: 8px; font: 600 12px ui-monospace, monospace; color: var(--accent); text-transform: uppercase; }
.muted { color: var(--muted); }
table { width: 100%; margin-top: 10px; border-collapse: collapse; }
th, td { padding: 5px 8px 5px 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
th { font-weight: 600; color: var(--muted); font-size: 12px; border-top: 0; }
summary { margin-top: 10px; cursor: pointer; color: var(--muted); }
.notice { max-width: 560px; margin: 16vh auto; padding: 0 24px; }
@media (max-width: 760px) { .frame { display: block; } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } main { padding: 20px 16px; } }
</style>`);
