import { html } from 'hono/html';
import type { UsageRow } from '../../../core/ports/usage-report.ts';
import { addDays, daysBetween } from '../../../core/usage-days.ts';
import { groupUsage, realAndPlayed, sumOfUsage, type UsageGroup, type UsageSum } from '../../../core/usage-sums.ts';
import type { UsageReport } from '../../../core/usecases/report-usage.ts';
import type { TenantId } from '../../../core/ids.ts';
import { CREDIT_MICRO_USD, creditsOf } from '../../../core/money.ts';
import { catalogueFor } from '../../messages/catalogue.ts';
import { credits, day as longDay, number } from '../../messages/en/amounts.ts';
import { groupLabel } from '../../present-usage-report.ts';
import { usageWords as words } from '../usage-words.ts';
import { type Bar, coloursMax, drawBars, drawMeter, drawSwatch } from './chart.ts';
import { drawDocument, type Theme } from './frame.ts';
import { icon } from './icons.ts';
import type { Html } from './text.ts';

const { usage } = catalogueFor('en');
const usersShown = 10;
const inParts = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** Not rounded to whole ones, so that a column adds up. */
function inCredits(microUsd: number): string {
  return inParts.format(microUsd / CREDIT_MICRO_USD);
}

/** What may be spent in a time, and what is. */
export type Meter = { readonly name: string; readonly usedMicroUsd: number; readonly capMicroUsd: number };

export type UsageState = {
  readonly report: UsageReport;
  readonly theme: Theme;
  readonly days: number;
  readonly choices: readonly number[];
  /** Whose can be chosen; empty where nothing can. */
  readonly tenants: readonly TenantId[];
  readonly meters: readonly Meter[];
  /** All of the tenant, with what others than the members paid. */
  readonly seesAll: boolean;
};

/** The page about usage: pictures drawn here, and each of their numbers as text. */
export function drawUsage(state: UsageState): Html {
  const { report, theme, seesAll, meters } = state;
  const { real, played } = realAndPlayed(report.rows);
  return drawDocument(
    { title: words.title, theme, kind: 'usage' },
    html`<header class="top">
        <div class="bar">
          <h1>
            <a class="product" href="/">${icon('mark')}Reelay</a> <span class="channel-name">${words.title}</span>
          </h1>
          <a class="button" href="/">${words.back}</a>
        </div>
      </header>
      <main class="report">
        <p class="lead">${usage.heading(report.fromDay, report.toDay)}. ${seesAll ? words.everybodys : words.yours}</p>
        ${drawChoices(state)}
        ${
          meters.length === 0
            ? null
            : html`<div class="picture">
                <h2>${words.budget}</h2>
                ${meters.map(drawBudget)}
              </div>`
        }
        ${report.rows.length === 0 ? html`<p class="empty">${usage.nothing()}</p>` : null}
        ${real.length === 0 ? null : drawPart(real, '', played.length === 0 ? null : usage.real, state)}
        ${played.length === 0 ? null : drawPart(played, ` (${usage.played})`, usage.played, state)}
        ${report.isWhole ? null : html`<p>${usage.notWhole(report.rows.at(-1)?.day ?? report.fromDay)}</p>`}
      </main>`,
  );
}

function drawChoices({ days, choices, tenants, report }: UsageState): Html {
  const at = (count: number, path = '/usage'): string => {
    const whose = tenants.length === 0 ? '' : `&tenant=${encodeURIComponent(report.tenantId ?? 'all')}`;
    return `${path}?days=${count}${whose}`;
  };
  const whose = html`<form method="get" action="/usage">
    <input type="hidden" name="days" value="${days}" />
    <label for="tenant">${words.whose}</label>
    <select id="tenant" name="tenant">
      <option value="all">${words.allTenants}</option>
      ${tenants.map((id) => html`<option value="${id}" ${id === report.tenantId ? html` selected` : ''}>${id}</option>`)}
    </select>
    <button>${words.show}</button>
  </form>`;
  return html`<div class="choices">
    <nav aria-label="${words.range}">
      ${choices.map(
        (count) =>
          html`<a class="button" href="${at(count)}" ${count === days ? html` aria-current="page"` : ''}
            >${words.days(count)}</a
          >`,
      )}
    </nav>
    ${tenants.length === 0 ? null : whose}
    <a class="button" href="${at(days, '/usage.csv')}">${words.csv}</a>
  </div>`;
}

function drawBudget({ name, usedMicroUsd, capMicroUsd }: Meter): Html {
  return html`<div class="budget">
    <p><span>${name}</span> <span>${words.budgetUsed(number(creditsOf(usedMicroUsd)), credits(capMicroUsd))}</span></p>
    ${drawMeter(usedMicroUsd, capMicroUsd)}
  </div>`;
}

/** What counts in the pictures: paid by whomever, or held. */
function sizeOf({ costMicroUsd, heldMicroUsd, lossMicroUsd }: UsageSum): number {
  return costMicroUsd + heldMicroUsd + lossMicroUsd;
}

function drawPart(rows: readonly UsageRow[], within: string, title: string | null, state: UsageState): Html {
  const { report, seesAll } = state;
  const engines = enginesOf(rows);
  const days = daysOf(report).map((day) => ({ day, rows: rows.filter((row) => row.day === day) }));
  const sizes = days.map(({ rows: some }) => sizeOf(sumOfUsage(some)));
  const bars = days.map(({ day, rows: some }): Bar => {
    const parts = engines.map(({ has }) => sizeOf(sumOfUsage(some.filter(({ engine }) => has(engine)))));
    return { label: `${longDay(day)}: ${credits(sizeOf(sumOfUsage(some)))}`, parts };
  });
  const sum = sumOfUsage(rows);
  return html`${title === null ? null : html`<h2 class="part">${title}</h2>`}
    <p class="total">${usage.total(sum, false)}</p>
    <div class="picture">
      <h3>${words.perDayUnit}</h3>
      <p class="most">${words.max(credits(Math.max(...sizes)))}</p>
      ${drawBars(bars, words.chart(days.length, credits(sizeOf(sum))))}
      <p class="axis" aria-hidden="true">
        <span>${longDay(report.fromDay)}</span><span>${longDay(report.toDay)}</span>
      </p>
      <ul class="legend">
        ${engines.map(({ name }, index) => html`<li>${drawSwatch(index)}${name}</li>`)}
      </ul>
      <details>
        <summary>${words.table}</summary>
        ${drawTable(`${words.perDayUnit}${within}`, [words.day, words.engine], byDayAndEngine(rows), seesAll)}
      </details>
    </div>
    ${seesAll ? drawUsers(rows, within) : null}`;
}

/** Those that cost most have a colour of their own; all others share one. */
function enginesOf(rows: readonly UsageRow[]): { readonly name: string; readonly has: (engine: string) => boolean }[] {
  const groups = groupUsage(rows, 'engine').map(({ key }) => key);
  const own = groups.length > coloursMax ? groups.slice(0, coloursMax - 1) : groups;
  const shared = new Set(groups.slice(own.length));
  return [
    ...own.map((name) => ({ name, has: (engine: string) => engine === name })),
    ...(shared.size === 0 ? [] : [{ name: words.others, has: (engine: string) => shared.has(engine) }]),
  ];
}

function daysOf({ fromDay, toDay, rows }: UsageReport): string[] {
  // Where another zone is or was meant, it may be tomorrow already.
  const last = rows[0] && rows[0].day > toDay ? rows[0].day : toDay;
  return Array.from({ length: daysBetween(fromDay, last) }, (_, index) => addDays(fromDay, index));
}

function byDayAndEngine(rows: readonly UsageRow[]): { readonly heads: readonly string[]; readonly sum: UsageSum }[] {
  return groupUsage(rows, 'day').flatMap(({ key: day, rows: some }) =>
    groupUsage(some, 'engine').map(({ key: engine, sum }) => ({ heads: [day, engine], sum })),
  );
}

function drawUsers(rows: readonly UsageRow[], within: string): Html {
  const groups = groupUsage(rows, 'user');
  const shown = groups.slice(0, usersShown);
  const most = Math.max(1, ...shown.map(({ sum }) => sizeOf(sum)));
  const row = (group: UsageGroup): Html =>
    html`<li>
      <p><bdi>${groupLabel(group, 'user')}</bdi> <span>${credits(sizeOf(group.sum))}</span></p>
      ${drawMeter(sizeOf(group.sum), most * 1.25)}
    </li>`;
  const lines = groups.map((group) => ({ heads: [groupLabel(group, 'user')], sum: group.sum }));
  return html`<div class="picture">
    <h3>${words.topUsers}</h3>
    <ol class="users">
      ${shown.map(row)}
    </ol>
    <details>
      <summary>${words.table}</summary>
      ${drawTable(`${words.topUsers}${within}`, [words.user], lines, true)}
    </details>
  </div>`;
}

type Column = readonly [head: string, cell: (sum: UsageSum) => string];
type Line = { readonly heads: readonly string[]; readonly sum: UsageSum };

function drawTable(caption: string, heads: readonly string[], lines: readonly Line[], seesAll: boolean): Html {
  const more: readonly Column[] = [
    [words.cost, ({ costMicroUsd }) => inCredits(costMicroUsd)],
    [words.setAside, ({ lossMicroUsd }) => inCredits(lossMicroUsd)],
  ];
  const columns: readonly Column[] = [
    [words.videos, ({ requested }) => String(requested)],
    [words.held, ({ heldMicroUsd }) => inCredits(heldMicroUsd)],
    [words.paid, ({ paidMicroUsd }) => inCredits(paidMicroUsd)],
    ...(seesAll ? more : []),
  ];
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption class="hidden">
        ${caption}
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          ${columns.map(([head]) => html`<th scope="col" class="number">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) =>
            html`<tr>
              ${line.heads.map((head, index) => (index === 0 ? html`<th scope="row"><bdi>${head}</bdi></th>` : html`<td>${head}</td>`))}
              ${columns.map(([, cell]) => html`<td class="number">${cell(line.sum)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
