import { describe, expect, test, vi } from 'vitest';
import { Quitting } from '../../src-main/electron/quitting';

function steps(agrees = true) {
  return {
    confirm: vi.fn(async () => agrees),
    close: vi.fn(async () => {}),
    quit: vi.fn(),
  };
}

describe('quitting', () => {
  test('stays when the person cancels', async () => {
    const busy = steps(false);
    const quitting = new Quitting(busy);
    await quitting.request({ ask: true });
    await quitting.request({ ask: true });
    expect(busy.confirm).toHaveBeenCalledTimes(2);
    expect(busy.close).not.toHaveBeenCalled();
    expect(quitting.isDone).toBe(false);
  });

  test('closes before it quits', async () => {
    const busy = steps();
    const quitting = new Quitting(busy);
    await quitting.request({ ask: true });
    expect(quitting.isDone).toBe(true);
    expect(busy.close.mock.invocationCallOrder[0]).toBeLessThan(busy.quit.mock.invocationCallOrder[0]!);
  });

  test('asks once, however often the button is pressed', async () => {
    const busy = steps();
    const quitting = new Quitting(busy);
    await Promise.all([quitting.request({ ask: true }), quitting.request({ ask: true })]);
    expect(busy.confirm).toHaveBeenCalledOnce();
    expect(busy.quit).toHaveBeenCalledOnce();
  });

  test('does not wait for an answer when the system shuts down', async () => {
    const busy = steps();
    busy.confirm.mockImplementation(() => new Promise<boolean>(() => {}));
    const quitting = new Quitting(busy);
    void quitting.request({ ask: true });
    await quitting.request({ ask: false });
    expect(busy.close).toHaveBeenCalledOnce();
    expect(quitting.isDone).toBe(true);
  });

  test('quits even when closing fails', async () => {
    const broken = steps();
    broken.close.mockRejectedValue(new Error('disk full'));
    const quitting = new Quitting(broken);
    await expect(quitting.request({ ask: true })).rejects.toThrow('disk full');
    expect(broken.quit).toHaveBeenCalledOnce();
  });
});
