import { Badge } from './badge.js';
import { Layout } from './layout.js';

/** One Entra user as the page shows it. */
export interface DirectoryEntry {
  id: string;
  name: string;
  userPrincipalName: string;
  employeeId: string;
  enabled: boolean;
  title: string;
  department: string;
  manager: string;
}

const COLUMNS = ['Name', 'User name', 'Employee', 'Status', 'Title', 'Department', 'Manager'];

export function DirectoryPage({ now, users }: { now: string; users: readonly DirectoryEntry[] }) {
  return (
    <Layout title="Directory" at="/sandbox/directory" now={now}>
      <p>{`${users.length} users in the Entra stand-in.`}</p>
      <div class="scroll" tabIndex={0} role="region" aria-label="Users">
        <table>
          <thead>
            <tr>
              {COLUMNS.map((name) => (
                <th scope="col">{name}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <Entry user={user} />
            ))}
          </tbody>
        </table>
      </div>
    </Layout>
  );
}

function Entry({ user }: { user: DirectoryEntry }) {
  return (
    <tr>
      <th scope="row">{user.name}</th>
      <td>{user.userPrincipalName}</td>
      <td>{user.employeeId || '–'}</td>
      <td>
        <Badge text={user.enabled ? 'enabled' : 'disabled'} />
      </td>
      <td>{user.title || '–'}</td>
      <td>{user.department || '–'}</td>
      <td>{user.manager || '–'}</td>
    </tr>
  );
}
