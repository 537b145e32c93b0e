import re,io
def sub(path, *pairs):
    s=open(path).read()
    for a,b in pairs:
        assert a in s, (path,a)
        s=s.replace(a,b)
    open(path,'w').write(s)
A='accounting-service/src/main/java/dev/cortado/accounting/'
R='accounting-service/src/main/resources/db/migration/'
open(R+'V10__lease_growth.sql','w').write('''-- When a lease last grew, so that one which gave back and took again in equal totals is known to have grown since it was
-- called back. -1: not since this was kept.
alter table lease add column grown_seq bigint not null default -1;
comment on column lease.grown_seq is 'the seq of the last message that raised granted';
''')
sub(R+'R__lease_function.sql',
('{"outcome": "recall", "leases": [{"session", "lease", "granted"}]}','{"outcome": "recall", "leases": [{"session", "lease", "grown"}]}'),
('''-- The function before it knew what was called back.
drop function if exists grant_leases(bigint, bigint, text, bigint[], bigint[], bigint[], boolean);
''','''-- The functions before it knew what was called back, and when that had last grown.
drop function if exists grant_leases(bigint, bigint, text, bigint[], bigint[], bigint[], boolean);
drop function if exists grant_leases(bigint, bigint, text, bigint[], bigint[], bigint[], boolean, bigint[], bigint[]);
'''),
('p_called bigint[], p_called_granted bigint[])','p_called bigint[], p_called_grown bigint[])'),
("jsonb_agg(jsonb_build_object('session', l.session, 'lease', l.id, 'granted', l.granted) order by l.id))","jsonb_agg(jsonb_build_object('session', l.session, 'lease', l.id, 'grown', l.grown_seq) order by l.id))"),
('''unnest(p_called, p_called_granted) as c (lease, granted)
            where c.lease = l.id and c.granted >= l.granted)) > 0;''','''unnest(p_called, p_called_grown) as c (lease, grown)
            where c.lease = l.id and c.grown >= l.grown_seq)) > 0;'''),
('''    insert into lease as l (counter, session, granted, seq)
    select m.counter, p_session, m.total, p_seq from unnest(p_counters, p_totals) as m (counter, total)
    order by m.counter
    on conflict (counter, session) do update set granted = excluded.granted, seq = excluded.seq;''',
'''    insert into lease as l (counter, session, granted, seq, grown_seq)
    select m.counter, p_session, m.total, p_seq, p_seq from unnest(p_counters, p_totals) as m (counter, total)
    order by m.counter
    on conflict (counter, session) do update set granted = excluded.granted, seq = excluded.seq,
        grown_seq = case when excluded.granted > l.granted then excluded.seq else l.grown_seq end;'''))
sub(A+'lease/IdleLease.java',('@param granted in the counter\'s unit, since the session began','@param grownSeq of the message by which it last grew'),('LeaseId lease, long granted','LeaseId lease, long grownSeq'))
sub(A+'lease/Recalled.java',
('''nothing can grow between.
///
/// @param granted what was granted of each lease when it was called back, in its limit's unit''',
'''nothing can grow between. What a lease comes to does not tell: it may have given back and taken the same again.
///
/// @param grownSeqs the message by which each lease had last grown when it was called back'''),
('Map<LeaseId, Long> granted, boolean','Map<LeaseId, Long> grownSeqs, boolean'),
('granted = Map.copyOf(granted)','grownSeqs = Map.copyOf(grownSeqs)'),
('Long before = granted.get','Long before = grownSeqs.get'),
('idle.granted() <= before','idle.grownSeq() <= before'))
sub(A+'lease/Recalling.java',('called.put(idle.lease(), idle.granted())','called.put(idle.lease(), idle.grownSeq())'),('idle.granted() > before','idle.grownSeq() > before'))
sub(A+'store/LeaseStore.java',('recalled.granted().entrySet()','recalled.grownSeqs().entrySet()'),('idle.getLong("granted"))','idle.getLong("grown"))'))
B='bench/src/main/java/dev/cortado/bench/simulation/books/'
sub(B+'LeaseFunctions.java',('new LeaseId(lease.id), lease.granted())','new LeaseId(lease.id), lease.grownSeq())'))
sub(B+'LeaseRow.java',('''    private long seq;
''','''    private long seq;
    private long grownSeq;
'''),('''    public boolean isOpen() {''','''    /// Of the message by which it last grew.
    public long grownSeq() {
        return grownSeq;
    }

    public boolean isOpen() {'''),('''        check(newGranted, posted);
        granted = newGranted;''','''        check(newGranted, posted);
        grownSeq = newGranted > granted || isNew ? newSeq : grownSeq;
        granted = newGranted;'''))
