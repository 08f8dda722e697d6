/** The columns of the table, as the page and the report have them. */
import { columnsOf, type Column } from '../../core/table/columns.ts';
import type { Scene } from './scene.ts';

/** Those of the listing; what is coloured by growth or age has its columns also while nothing differs. */
export function tableColumns({ listing, coloured }: Scene): readonly Column[] {
  return columnsOf(listing, coloured.by.id);
}
