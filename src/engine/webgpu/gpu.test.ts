import { describe, expect, it } from 'vitest';
import { describeAdapter, requestGpu } from './gpu';

const info = { vendor: '', architecture: '', device: '', description: '' };

describe('describeAdapter', () => {
  it('names hardware', () => {
    expect(describeAdapter({ ...info, vendor: 'nvidia', description: 'NVIDIA H100' }, false)).toEqual({
      description: 'WebGPU · NVIDIA H100',
      software: false,
    });
    expect(describeAdapter({ ...info, vendor: 'intel', architecture: 'gen-12lp' }, false).description).toBe(
      'WebGPU · Intel gen-12lp',
    );
    expect(describeAdapter(info, false).description).toBe('WebGPU · unnamed adapter');
  });

  it('knows software, said or not', () => {
    const swiftShader = { ...info, vendor: 'google', architecture: 'swiftshader' };
    expect(describeAdapter(swiftShader, true)).toEqual({
      description: 'WebGPU · SwiftShader (software)',
      software: true,
    });
    const llvmpipe = { ...info, vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' };
    expect(describeAdapter(llvmpipe, false).software).toBe(true);
  });
});

describe('requestGpu', () => {
  it('says what is missing', async () => {
    await expect(requestGpu()).rejects.toThrow('Expected WebGPU, but this browser or page has none');
    const bare = { requestAdapter: async () => null } as unknown as GPU;
    await expect(requestGpu({ gpu: bare })).rejects.toThrow('Expected a WebGPU adapter');
  });
});
