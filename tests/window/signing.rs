//! How reports are signed, said in the settings: an authority that is not there, a report without it, and a second person who is
//! the first.

use support::scratch;

use crate::driver::Driver;
use crate::screen::Screen;

#[tokio::test]
async fn a_report_is_signed_although_nobody_vouches_for_the_time() {
    let home = scratch();
    let report = home.path().join("report.pdf");
    let driver = Driver::start(home.path(), &report);
    let screen = Screen(driver.open().await);
    screen.press("open-sample").await;
    screen.thing("overview").await;

    screen.press("nav-settings").await;
    screen.thing("signing-address").await;
    screen.write("signing-address", "time.example").await;
    screen.press("signing-save").await;
    screen.thing("signing-error").await;
    let address = screen.thing("signing-address").await;
    address.clear().await.unwrap();
    // Nobody listens on the port for discarding.
    screen.write("signing-address", "http://127.0.0.1:9").await;
    screen.press("signing-second").await;
    screen.press("signing-save").await;
    let gone = async || screen.count("[data-testid='signing-error']").await == 0;
    screen.until("it is kept", gone).await;
    screen.picture("settings-signing").await;

    screen.press("nav-assets").await;
    screen.press("asset-row").await;
    screen.press("issue-report").await;
    let stamp = screen.thing("issue-stamp").await.text().await.unwrap();
    assert!(
        stamp.contains("127.0.0.1") && stamp.contains("second person"),
        "{stamp}"
    );
    screen.press("issue-confirm").await;
    screen.thing("issue-error").await;
    screen.picture("issue-unreachable").await;
    screen.press("issue-unstamped").await;
    let level = screen.thing("issue-level").await.text().await.unwrap();
    assert!(level.contains("B-B"), "{level}");

    screen.press("verify-issued").await;
    screen.press("second-ask").await;
    screen.thing("second-confirm").await;
    screen.picture("second").await;
    screen.press("second-confirm").await;
    let said = screen.thing("second-error").await.text().await.unwrap();
    assert!(
        said.contains("signed first") || said.contains("timestamp authority"),
        "{said}"
    );
    screen.0.close().await.unwrap();
}
