import type { ComponentChildren } from 'preact';

/** A page that only says something: what happened, what it means, what to do. */
export function Message({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <article class="message">
      <h1>{title}</h1>
      {children}
    </article>
  );
}

export function UnknownTicket({ number }: { number: string }) {
  return (
    <Message title="We have not received this ticket">
      <p>
        There is no request {number} here. Nothing was sent to Microsoft Entra for it, and nobody’s
        account was changed.
      </p>
      <h2>What to do</h2>
      <ol>
        <li>Check the number.</li>
        <li>
          Look in the ticket system whether it is approved: we hear of a request only after that.
        </li>
        <li>
          Approved a few minutes ago? We look for approved tickets ourselves from time to time. Open
          this page again later.
        </li>
        <li>
          Approved longer ago, or urgent? Ask Identity Operations to look for this ticket number.
        </li>
      </ol>
    </Message>
  );
}

export function NotFound() {
  return (
    <Message title="There is no such page">
      <p>
        The address may be mistyped, or the request is not known here. Nothing was changed. Search
        above by ticket number, employee id, user name or request id.
      </p>
    </Message>
  );
}

export function Broken() {
  return (
    <Message title="This page could not be made">
      <p>
        Something went wrong on our side. Requests are worked off by other parts of the bridge, so
        this does not say that any of them is late. Try again; if it stays, tell operations the time
        and the address of the page.
      </p>
    </Message>
  );
}

export function SignInFirst() {
  return (
    <Message title="Please sign in">
      <p>
        This console shows personal data, so it opens only with a sign-in link. The bridge printed
        one when it started: look for “Console” in its output. A link works once and opens a session
        for 12 hours in this browser.
      </p>
    </Message>
  );
}

/** Of a sandbox: no link was printed that could be looked for. */
export function AtItsMachine() {
  return (
    <Message title="This console opens at its own machine only">
      <p>
        This bridge runs with its sandbox, whose console is for whoever sits at the machine. This
        request came from elsewhere, through a proxy, or under another name than localhost. Open the
        console in a browser on that machine, at the address the bridge printed when it started.
      </p>
    </Message>
  );
}

export function BadCode() {
  return (
    <Message title="This sign-in link does not work any more">
      <p>
        A link works once and for 24 hours. Nothing is wrong with your browser. Restart the bridge,
        or ask whoever runs it, for a new link.
      </p>
    </Message>
  );
}
