import '../../styles/detail.css';

import { lazy, Suspense, useState } from 'react';

import { PRESET_TEMPLATES } from '../../../shared/domain/preset-templates.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import type { PresetForm } from '../../store/drafts.ts';
import { useCompact } from '../../store/layout.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Menu } from '../../ui/Menu.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panes } from '../../ui/Panes.tsx';
import { ImportPanel } from './ImportPanel.tsx';
import { EMPTY_FORM, formOf, NEW } from './preset-form.ts';
import { PresetEditor } from './PresetEditor.tsx';
import { PresetList } from './PresetList.tsx';

const EnvironmentImport = lazy(() =>
  import('../automation/EnvironmentImport.tsx').then((m) => ({ default: m.EnvironmentImport })),
);

/** The key under which the import panel is "selected". */
const IMPORT = 'import:';

export function PresetsPage() {
  const { moves, ui } = useApp();
  const { presets } = useSnapshot();
  const compact = useCompact();
  const selected = useUi((state) => state.selected.presets);
  const drafts = useUi((state) => state.drafts.presets);
  const isKnown =
    selected === IMPORT ||
    (selected !== null && (selected in drafts || presets.some((one) => one.id === selected)));
  const open = isKnown ? selected : compact ? null : (presets[0]?.id ?? null);

  const begin = (form: PresetForm) => {
    const used = Object.keys(ui.getState().drafts.presets).filter((key) => key.startsWith(NEW));
    const key = `${NEW}${used.length + 1}-${Date.now()}`;
    moves.setDraft('presets', key, { form, touched: [] });
    moves.select('presets', key);
  };
  const preset = presets.find((one) => one.id === open) ?? null;
  return (
    <Panes
      label="Presets"
      list={
        <>
          <PageHeader title="Presets">
            <NewMenu onBegin={begin} onImport={() => moves.select('presets', IMPORT)} />
          </PageHeader>
          {presets.length === 0 && Object.keys(drafts).length === 0 ? (
            <Empty
              icon="layers"
              title="No preset yet"
              text="A preset is a named way to reach models: a provider’s slug and the models to use. Start with one of the templates."
            >
              <Button look="solid" onClick={() => begin(templateForm(0))}>
                Start with Anthropic
              </Button>
              <Button onClick={() => begin(EMPTY_FORM)}>Empty preset</Button>
            </Empty>
          ) : (
            <PresetList open={open} />
          )}
        </>
      }
      detail={
        open === IMPORT ? (
          <>
            <ImportPanel />
            <Suspense fallback={null}>
              <EnvironmentImport />
            </Suspense>
          </>
        ) : open !== null ? (
          <PresetEditor key={open} draftKey={open} preset={preset} />
        ) : compact ? null : (
          <Empty
            icon="layers"
            title="Nothing chosen"
            text="Make a preset, or paste a link that a colleague sent you."
          >
            <Button onClick={() => moves.select('presets', IMPORT)}>Import</Button>
          </Empty>
        )
      }
    />
  );
}

function templateForm(index: number): PresetForm {
  const template = PRESET_TEMPLATES[index];
  return template === undefined ? EMPTY_FORM : formOf(template.preset, true);
}

function NewMenu({
  onBegin,
  onImport,
}: {
  onBegin: (form: PresetForm) => void;
  onImport: () => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Menu
      label="New preset"
      className="button plain"
      open={open}
      onOpenChange={setOpen}
      face={
        <>
          <Icon name="plus" /> New
        </>
      }
      items={[
        ...PRESET_TEMPLATES.map((template, index) => ({
          key: template.preset.id,
          label: template.preset.name,
          detail: template.preset.provider,
          run: () => onBegin(templateForm(index)),
        })),
        {
          key: 'empty',
          label: 'Empty preset',
          separated: true,
          run: () => onBegin(EMPTY_FORM),
        },
        { key: 'import', label: 'Import …', run: onImport },
      ]}
    />
  );
}
