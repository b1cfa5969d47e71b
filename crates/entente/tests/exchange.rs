//! Tables of others into a store, and events out of it and back.

use entente::export::{self, Crosswalk, Export};
use entente::import::{BadRow, Bytes, Imported, Plan, TableFile, Told, import};
use entente::stores::{CodedEvent, Listed, write_parquet};
use entente::{Access, Knowledge, Query, Store, open_store};
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

fn store() -> Box<dyn Store> {
    open_store(":memory:".as_ref(), Access::Write).expect("memory is there")
}

fn plan(kind: &str, own: &[(&str, &str)]) -> Plan {
    let own: Vec<(String, String)> =
        own.iter().map(|(ours, theirs)| ((*ours).into(), (*theirs).into())).collect();
    Plan::new(&Knowledge::embedded(), kind, kind, &own).expect("the packs have a map")
}

/// Imports a table, and gives what was left out.
fn bring(store: &mut dyn Store, plan: &Plan, bytes: &[u8]) -> (Imported, Vec<BadRow>, Vec<String>) {
    let (mut bad, mut lost) = (Vec::new(), Vec::new());
    let file = TableFile::of_bytes("in.tab", bytes);
    let done = import(plan, std::iter::once(file), store, &mut |told| match told {
        Told::Bad(row) => bad.push(row.clone()),
        Told::Lost { reason, .. } => lost.push(reason.to_owned()),
        Told::Stored(_) => {}
    });
    (done.expect("memory can be written"), bad, lost)
}

fn coded(store: &dyn Store) -> Vec<CodedEvent> {
    let mut all = Vec::new();
    let each = &mut |listed: Listed| {
        if let Listed::Coded(event) = listed {
            all.push(*event);
        }
        ControlFlow::Continue(())
    };
    store.visit_all(&Query::default(), each).expect("memory can be read");
    all
}

/// A row as a line: id, sides, type, place's state, outlet.
fn line(event: &CodedEvent) -> String {
    let side = |side: &Option<entente::stores::CodedParty>| match side {
        None => "-".to_owned(),
        Some(party) => match &party.id {
            Some(id) => id.to_string(),
            None => format!("“{}”", party.name),
        },
    };
    let country = event.place.as_ref().and_then(|place| place.country.as_deref());
    let outlet = event.report.as_ref().and_then(|report| report.outlet.as_deref());
    format!(
        "{} {} {}>{} {} {} {}",
        event.id(),
        event.first,
        side(&event.actor),
        side(&event.recipient),
        event.act.code.kind,
        country.unwrap_or("-"),
        outlet.unwrap_or("-")
    )
}

fn lines(store: &dyn Store) -> Vec<String> {
    coded(store).iter().map(line).collect()
}

/// A row of GDELT: what is given goes to its place, the rest is empty.
fn gdelt(columns: usize, cells: &[(usize, &str)]) -> String {
    let mut row = vec![""; columns];
    cells.iter().for_each(|(at, cell)| row[*at] = cell);
    row.join("\t") + "\n"
}

/// Two good rows and five bad ones.
fn gdelt_table() -> String {
    let good = [
        (0, "410412347"),
        (1, "20140502"),
        (5, "CHNMIL"),
        (6, "CHINA"),
        (7, "CHN"),
        (12, "MIL"),
        (15, "VNM"),
        (16, "VIETNAM"),
        (17, "VNM"),
        (25, "1"),
        (26, "173"),
        (30, "-5.0"),
        (31, "12"),
        (32, "2"),
        (33, "11"),
        (34, "-3.5"),
        (50, "Beijing, China"),
        (51, "CH"),
        (53, "39.9"),
        (54, "116.4"),
        (56, "20140503"),
        (57, "http://www.example.org/news?id=1"),
    ];
    let with = |more: &[(usize, &'static str)]| gdelt(58, &[&good[..], more].concat());
    let organisation = [
        (0, "410412348"),
        (5, "IGOUNO"),
        (6, "UNITED NATIONS"),
        (7, ""),
        (8, "UNO"),
        (12, "IGO"),
        (15, ""),
        (16, ""),
        (17, ""),
        (26, "010"),
        (51, "SZ"),
    ];
    [
        with(&[]),
        with(&organisation),
        with(&[(0, "3"), (26, "13y")]),
        with(&[(0, "4"), (26, "---")]),
        with(&[(0, "5"), (1, "20140231")]),
        with(&[(0, "")]),
        "only\tthree\tcells\n".to_owned(),
    ]
    .concat()
}

#[test]
fn gdelt_is_read_and_bad_rows_are_named() {
    let mut store = store();
    let (done, bad, lost) = bring(store.as_mut(), &plan("gdelt", &[]), gdelt_table().as_bytes());
    assert_eq!((done.rows, done.added, done.bad, done.files), (7, 2, 5, 1));
    assert_eq!(lost, [""; 0]);
    assert_eq!(
        lines(store.as_ref()),
        [
            "gdelt:410412347 2014-05-02 CHN.MIL>VNM COERCE CHN example.org",
            "gdelt:410412348 2014-05-02 IGO.UN>- STATEMENT CHE example.org",
        ]
    );
    let reasons: Vec<_> = bad.iter().map(|b| format!("{}: {}", b.line, b.reason)).collect();
    assert_eq!(
        reasons,
        [
            "3: expected a CAMEO code, found `13y`",
            "4: expected a CAMEO code, found `---`",
            "5: expected a day such as 20190831 or 2019-08-31 as `date`, found `20140231`",
            "6: expected an id, found none",
            "7: expected 57 to 58 or 61 columns, found 3",
        ]
    );
    assert_eq!(bad[4].raw, b"only\tthree\tcells");
    let event = &coded(store.as_ref())[0];
    assert_eq!(event.reported.to_string(), "2014-05-03");
    assert_eq!((event.act.intensity, event.figures.mentions), (Some(-5.0), Some(12)));
    assert_eq!(event.act.code.mode.as_deref(), Some("arrest"));
}

#[test]
fn the_second_version_has_its_places_elsewhere() {
    let row = gdelt(
        61,
        &[
            (0, "9"),
            (1, "20160101"),
            (7, "RUS"),
            (17, "UKR"),
            (26, "190"),
            (52, "Kyiv"),
            (53, "UP"),
            (56, "50.4"),
            (57, "30.5"),
            (59, "20160101121500"),
            (60, "https://a.example/x"),
        ],
    );
    let mut store = store();
    let (done, bad, _) = bring(store.as_mut(), &plan("gdelt", &[]), row.as_bytes());
    assert_eq!((done.added, bad.len()), (1, 0));
    assert_eq!(lines(store.as_ref()), ["gdelt:9 2016-01-01 RUS>UKR ASSAULT UKR a.example"]);
}

#[test]
fn an_id_does_not_depend_on_what_may_be_missing() {
    let (mut store, plan) = (store(), plan("gdelt", &[]));
    bring(store.as_mut(), &plan, gdelt_table().as_bytes());
    let fewer = gdelt(57, &[(0, "410412347"), (1, "20140502"), (26, "173")]);
    let (done, _, _) = bring(store.as_mut(), &plan, fewer.as_bytes());
    assert_eq!((done.rows, done.added), (1, 0));
    let mine = self::plan("csv", &[]);
    let table =
        |more: &str| format!("date,actor,recipient,type,url\n2020-01-02,FRA,MLI,AID,{more}\n");
    let (first, _, _) = bring(store.as_mut(), &mine, table("http://a.example").as_bytes());
    let (again, _, _) = bring(store.as_mut(), &mine, table("").as_bytes());
    assert_eq!((first.added, again.added), (1, 0));
}

#[test]
fn zip_and_gzip_are_unpacked() {
    let mut zipped = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for name in ["a.CSV", "b.CSV"] {
        zipped.start_file(name, options).expect("memory can be written");
        zipped.write_all(gdelt_table().as_bytes()).expect("memory can be written");
    }
    let zipped = zipped.finish().expect("memory can be written").into_inner();
    let mut store = store();
    let (done, bad, _) = bring(store.as_mut(), &plan("gdelt", &[]), &zipped);
    assert_eq!((done.rows, done.added, done.bad), (14, 2, 10));
    assert_eq!(&*bad[0].input, "in.tab/a.CSV");
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(gdelt_table().as_bytes()).expect("memory can be written");
    let packed = packed.finish().expect("memory can be written");
    let pipe = TableFile {
        name: "-".into(),
        stream: Ok(Bytes::Pipe(Box::new(std::io::Cursor::new(packed.clone())))),
    };
    let mut second = self::store();
    let done = import(&plan("gdelt", &[]), std::iter::once(pipe), second.as_mut(), &mut |_| {});
    assert_eq!(done.expect("memory can be written").added, 2);
    let (_, _, lost) = bring(store.as_mut(), &plan("gdelt", &[]), &packed[..packed.len() / 2]);
    assert_eq!(lost.len(), 1, "a file that breaks off is told");
}

const ICEWS: &str = "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\t\
CAMEO Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\t\
Publisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude
718\t2001-01-02\tPolice (Russia)\tGovernment,Police\tRussian Federation\tArrest\t173\t-5.0\t\
Citizen (Chechnya)\tGeneral Population / Civilian / Social\tRussian Federation\t34\t3\tThe Bugle\t\
Grozny\tNULL\tChechnya\tRussian Federation\t43.3\t45.7
718\t2001-01-03\tNorth Korea\t\tNorth Korea\tMake statement\t42\t1.9\tIsle of Nowhere\t\tAtlantis\t\
35\t1\tThe Bugle\t\t\t\tNorth Korea\t\t
719\t2001-01-03\tNorth Korea\t\tNorth Korea\tMake statement\t13y\t1.9\tChina\t\tChina\t35\t1\tB\t\t\t\t\t\t
";

#[test]
fn icews_names_states_in_words_and_ids_with_their_day() {
    let mut store = store();
    let (done, bad, _) = bring(store.as_mut(), &plan("icews", &[]), ICEWS.as_bytes());
    assert_eq!((done.added, bad.len()), (2, 1));
    assert_eq!(
        lines(store.as_ref()),
        [
            "icews:718@2001-01-02 2001-01-02 RUS.COP>RUS.CVL COERCE RUS The Bugle",
            "icews:718@2001-01-03 2001-01-03 PRK>“Isle of Nowhere” CONSULT PRK The Bugle",
        ]
    );
    let commas = ICEWS.lines().map(|line| {
        let cells: Vec<String> = line.split('\t').map(|cell| format!("\"{cell}\"")).collect();
        cells.join(",") + "\n"
    });
    let mut second = self::store();
    bring(second.as_mut(), &plan("icews", &[]), commas.collect::<String>().as_bytes());
    assert_eq!(lines(second.as_ref()), lines(store.as_ref()));
}

#[test]
fn phoenix_is_read_with_headings_and_without() {
    let daily = "1_2\t20140901\t2014\t09\t01\tUSAGOV\tUSA\tGOV\t\t---REB\t---\tREB\t\t190\t19\t4\t-10\t\t\
        33.3\t44.4\tBaghdad\t\tIRQ\t1\thttps://a.example/1\tafp\n";
    let historical = "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,\
        target_root,target_agent,target_others,code,root_code,quad_class,goldstein,joined_issues,lat,lon,\
        placename,statename,countryname,aid,process\n\
        77,1962-10-22,1962,10,22,USAGOV,USA,GOV,,RUS,RUS,,,130,13,3,-4.4,,,,,,Cuba,9,pets\n";
    let mut store = store();
    let plan = plan("phoenix", &[]);
    for table in [daily, historical] {
        let (done, bad, lost) = bring(store.as_mut(), &plan, table.as_bytes());
        assert_eq!((done.added, bad, lost), (1, vec![], vec![]));
    }
    assert_eq!(
        lines(store.as_ref()),
        [
            "phoenix:77 1962-10-22 USA.GOV>RUS THREATEN CUB -",
            "phoenix:1_2 2014-09-01 USA.GOV>“---REB” ASSAULT IRQ afp",
        ]
    );
}

#[test]
fn polecat_speaks_plover() {
    let table = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tContexts\tActor Name\t\
        Actor Country\tPrimary Actor Sector\tRecipient Name\tRecipient Country\t\
        Primary Recipient Sector\tCountry\tSource\tPublication Date\n\
        E1\t2020-05-06\tCONSULT\tvisit\t1.5\tmilitary;diplomatic\tJo Doe\tFRA\tGOV\tNone\tNone\tNone\t\
        FRA\tAfter News\t2020-05-07\n\
        E2\t2020-05-06\tYODEL\t\t\t\tX\tFRA\t\tY\tDEU\t\tFRA\tZ\t2020-05-07\n";
    let mut store = store();
    let (_, bad, _) = bring(store.as_mut(), &plan("polecat", &[]), table.as_bytes());
    assert_eq!(bad[0].reason, "expected a type of event, found `YODEL`");
    assert_eq!(lines(store.as_ref()), ["polecat:E1 2020-05-06 FRA.GOV>- CONSULT FRA After News"]);
    let contexts = &coded(store.as_ref())[0].act.code.contexts;
    assert_eq!(contexts.join(" "), "diplomatic military");
}

#[test]
fn a_table_of_anybodys_takes_a_map() {
    let table = "who;when\n".replace(';', ",") + "x,y\n";
    let mut store = store();
    let (_, _, lost) = bring(store.as_mut(), &plan("csv", &[]), table.as_bytes());
    assert_eq!(lost, ["expected a column `from|date|reported` with the day, found none"]);
    let own = [
        ("id", "nr"),
        ("date", "day"),
        ("actor_country", "a"),
        ("recipient_country", "b"),
        ("code", "cameo_code"),
        ("type", "none"),
    ];
    let table = "nr,day,a,b,cameo_code\n1,2020-02-03,FRA,XYZ,042\n1,2020-02-03,FRA,XYZ,042\n";
    let (done, bad, _) = bring(store.as_mut(), &plan("csv", &own), table.as_bytes());
    assert_eq!((done.rows, done.added, bad.len()), (2, 1, 0));
    assert_eq!(lines(store.as_ref()), ["csv:1 2020-02-03 FRA>“XYZ” CONSULT - -"]);
    let wrong = Plan::new(&Knowledge::embedded(), "csv", "csv", &[("who".into(), "a".into())]);
    let error = wrong.err().expect("`who` is no column of ours");
    assert!(error.to_string().contains("found `who`"), "{error}");
}

#[test]
fn any_bytes_are_a_table_or_none() {
    let plans = ["gdelt", "icews", "polecat", "phoenix", "csv"].map(|kind| plan(kind, &[]));
    let noise: Vec<u8> =
        (0..20_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    let inputs: [&[u8]; 6] = [b"", b"\n\n", b"\"", b"PK\x03\x04rubbish", b"\x1f\x8bno", &noise];
    for plan in &plans {
        for input in inputs {
            let (done, bad, lost) = bring(store().as_mut(), plan, input);
            assert_eq!(done.added, 0);
            assert!(!bad.is_empty() || !lost.is_empty(), "{input:?} is passed over in silence");
        }
        let (_, _, lost) = bring(store().as_mut(), plan, b"");
        assert_eq!(lost, ["expected a table, found nothing"]);
    }
}

/// What a store holds in a format.
fn written(store: &dyn Store, export: &Export) -> Vec<u8> {
    let mut bytes = Vec::new();
    (export.begin)(&mut bytes).expect("memory can be written");
    let crosswalk = Crosswalk::load(&Knowledge::embedded()).expect("the packs are whole");
    let outcome = entente::listed(store, &Query::default(), |row| {
        (export.row)(&row, &crosswalk, &mut bytes).expect("memory can be written");
        Ok::<_, entente::Error>(ControlFlow::Continue(()))
    });
    outcome.expect("memory can be read");
    bytes
}

/// A row without what says how it came here.
fn bare(mut event: CodedEvent) -> CodedEvent {
    let key = event.key.to_string();
    let key = key.split_once(':').map_or(key.as_str(), |(_, key)| key).to_owned();
    event.key = entente::stores::Key::new(&key);
    (event.run, event.dataset, event.input, event.line) = ("".into(), "".into(), "".into(), 0);
    event
}

/// A store with rows of every dataset.
fn filled() -> Box<dyn Store> {
    let mut store = store();
    bring(store.as_mut(), &plan("gdelt", &[]), gdelt_table().as_bytes());
    bring(store.as_mut(), &plan("icews", &[]), ICEWS.as_bytes());
    store
}

#[test]
fn what_is_exported_comes_back_row_for_row() {
    let store = filled();
    let expect: Vec<_> = coded(store.as_ref()).into_iter().map(bare).collect();
    let back = |name: &str| -> Vec<CodedEvent> {
        let bytes = written(store.as_ref(), export::by_name(name).expect("there is such a format"));
        let mut second = self::store();
        let (_, bad, lost) = bring(second.as_mut(), &plan(name, &[]), &bytes);
        assert_eq!((bad, lost), (vec![], vec![]), "{name}");
        coded(second.as_ref()).into_iter().map(bare).collect()
    };
    assert_eq!(back("csv"), expect);
    // What the shapes of others have no column for does not come back from them.
    let narrow = |rows: Vec<CodedEvent>, keep: &dyn Fn(&mut CodedEvent)| -> Vec<CodedEvent> {
        rows.into_iter()
            .map(|mut row| {
                keep(&mut row);
                row
            })
            .collect()
    };
    let of_polecat = |row: &mut CodedEvent| {
        row.figures = Default::default();
        row.act.code.cameo = None;
        if let Some(report) = &mut row.report {
            (report.url, report.story) = (None, None);
        }
    };
    let polecat = narrow(back("polecat"), &of_polecat);
    assert_eq!(polecat, narrow(expect.clone(), &of_polecat));
    let gdelt = back("gdelt");
    let own: Vec<_> = coded(store.as_ref())
        .into_iter()
        .filter(|row| &*row.dataset == "gdelt")
        .map(bare)
        .collect();
    assert_eq!(gdelt.len(), expect.len());
    assert!(own.iter().all(|row| gdelt.contains(row)), "{gdelt:#?}");
}

#[test]
fn parquet_comes_back_as_the_same_store() {
    let store = filled();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("lake");
    let n = write_parquet(store.as_ref(), &Query::default(), false, &path).expect("a new folder");
    assert_eq!(n, 4);
    assert!(path.join("year=2014/month=05/part-0.parquet").exists());
    let back = open_store(&path, Access::Read).expect("it was just written");
    assert_eq!(coded(back.as_ref()), coded(store.as_ref()));
    assert_eq!(back.runs().expect("memory"), store.runs().expect("memory"));
    let refused = write_parquet(store.as_ref(), &Query::default(), false, &path);
    assert!(refused.is_err(), "there is one already");
    let part = path.join("year=2014/month=05/part-0.parquet");
    std::fs::write(&part, b"PAR1 no").expect("a small file can be written");
    let error = open_store(&path, Access::Read).err().expect("it is damaged");
    assert!(error.to_string().contains("part-0.parquet"), "{error}");
}

#[test]
fn relations_see_rows_of_others() {
    let store = filled();
    let shelving = entente::relations::Shelving::load(&Knowledge::embedded()).expect("tables");
    let row =
        entente::relations::dyad(store.as_ref(), "CHN", "VNM", &Default::default(), &shelving);
    let row = row.expect("there is a deed");
    assert_eq!(row.last[0].events, ["gdelt:410412347"]);
    assert_eq!(row.last[0].sources, ["example.org"]);
    assert_eq!(row.last[0].sentence, None);
    let dyads = entente::dyads(store.as_ref(), &Query::default(), entente::Grain::Country);
    assert!(dyads.expect("memory").iter().any(|row| row.actor == "CHN" && row.n_documents == 1));
}

/// The page on exchange lists every column of every format.
#[test]
fn the_data_dictionary_is_up_to_date() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/exchange.md");
    let page = std::fs::read_to_string(page).expect("the page is there");
    let mut tables: Vec<String> = export::EXPORTS.iter().map(export::dictionary).collect();
    tables.push(export::parquet_dictionary());
    for line in tables.iter().flat_map(|table| table.lines().skip(1)) {
        let (name, meaning) = line.split_once('\t').expect("two cells");
        let row = format!("| {name} | {} |", meaning.replace('|', "\\|"));
        assert!(page.contains(&row), "docs/exchange.md lacks: {row}");
    }
}

/// Every field of JSON lines is in their dictionary.
#[test]
fn json_lines_have_no_field_that_the_dictionary_lacks() {
    fn fields(value: &serde_json::Value, within: &str, all: &mut Vec<String>) {
        match value {
            serde_json::Value::Array(items) => {
                items.iter().for_each(|item| fields(item, within, all));
            }
            serde_json::Value::Object(object) => {
                for (name, value) in object {
                    let is_side = ["actor", "recipient", "speaker"].contains(&name.as_str());
                    all.push(format!("{within}{name}"));
                    fields(value, &format!("{}.", if is_side { "SIDE" } else { name }), all);
                }
            }
            _ => {}
        }
    }
    let mut store = store();
    bring(store.as_mut(), &plan("gdelt", &[]), gdelt_table().as_bytes());
    crate::engine().ingest(crate::samples(), store.as_mut(), &mut |_| {}).expect("memory is there");
    let mut all = Vec::new();
    entente::listed(store.as_ref(), &Query::default(), |row| {
        fields(&serde_json::to_value(row).expect("it is JSON"), "", &mut all);
        Ok::<_, entente::Error>(ControlFlow::Continue(()))
    })
    .expect("memory can be read");
    let jsonl = export::by_name("jsonl").expect("it is one of them");
    let known: Vec<&str> = (jsonl.columns)().into_iter().map(|(name, _)| name).collect();
    assert!(all.iter().any(|field| field == "SIDE.sector"), "{all:?}");
    let unknown: Vec<&String> = all.iter().filter(|field| !known.contains(&&***field)).collect();
    assert_eq!(unknown, [""; 0]);
}
